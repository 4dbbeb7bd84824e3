import { expect, test } from './fixtures';
import { exported, finished, openStart, tableCell } from './steps';

const isEncoder = (path: string): boolean => path.endsWith('.onnx');

test('the sample is classified before the encoder is loaded, and its embeddings come with it alone', async ({
	page,
	site,
	requests
}) => {
	await openStart(page, site.url);
	expect(requests.paths().filter((path) => path.includes('sample.embeddings'))).toEqual([]);
	const start = Date.now();
	await page.getByRole('button', { name: 'Try the sample' }).click();
	await finished(page);
	console.log(`${Date.now() - start} ms from the press to all rows`);
	await expect(tableCell(page, 0, 'label')).not.toBeEmpty();
	expect(requests.paths().filter(isEncoder)).toEqual([]);
	const { column } = await exported(page);
	expect(column('target_label').filter((label) => label === '')).toEqual([]);
});

test('the start page shows what comes of a log, and says nothing of dropping to a finger', async ({
	page,
	site,
	profile
}) => {
	await openStart(page, site.url);
	const picture = page.getByRole('figure', { name: 'What came of the sample' });
	await expect(picture).toContainText('came in a burst');
	await expect(picture.getByRole('row')).toHaveCount(6);
	await expect(page.getByRole('heading', { level: 1, name: 'Drop a log file here' })).toBeVisible();
	await expect(page.getByText('finds what went wrong in a log')).toBeVisible();
	const { context } = await profile.restart();
	const phone = await context.newPage();
	const session = await context.newCDPSession(phone);
	const metrics = { width: 390, height: 844, deviceScaleFactor: 2, mobile: true };
	await session.send('Emulation.setDeviceMetricsOverride', metrics);
	await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
	await openStart(phone, site.url);
	await expect(phone.getByRole('heading', { level: 1, name: 'Choose a log file' })).toBeVisible();
	expect(await phone.getByRole('main').innerText()).not.toMatch(/drop/i);
});
