import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import {
	choose,
	classify,
	download,
	exported,
	finished,
	openExport,
	openStart,
	tableCell
} from './steps';

test('a run is saved to one file and opened in another browser, as it was', async ({
	page,
	site,
	profile
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'two.csv', content: toCsv(EXAMPLE) });
	const before = await exported(page);
	await openExport(page, 'Winnow run');
	const { name, bytes } = await download(page);
	expect(name).toBe('two.winnow');
	await page.evaluate(async () => {
		for (const { name: database = '' } of await indexedDB.databases())
			indexedDB.deleteDatabase(database);
	});
	const { page: other } = await profile.restart();
	await openStart(other, site.url);
	await expect(other.getByText('No runs yet')).toBeVisible();
	await choose(other, { name, content: bytes });
	await finished(other);
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('two.csv');
	await expect(tableCell(other, 0, 'label')).toHaveText('NetworkError');
	expect((await exported(other)).cells).toEqual(before.cells);
	await test.step('a damaged one is refused in words', async () => {
		await openStart(other, site.url);
		await choose(other, { name: 'cut.winnow', content: bytes.subarray(0, bytes.length - 9) });
		await expect(other.getByRole('heading', { name: 'cut.winnow was not read' })).toBeVisible();
		await expect(other.getByText(/damaged or cut off/)).toBeVisible();
	});
});
