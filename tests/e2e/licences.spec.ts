import { readFile } from 'node:fs/promises';
import { expect, test } from './deployment';
import { classifySampleFile, openStart } from './steps';

test('the page about Winnow shows the licences when asked, also without the server', async ({
	page,
	deployment,
	problems
}) => {
	const notice = await readFile(new URL('../../NOTICE', import.meta.url), 'utf8');
	await openStart(page, deployment.url);
	await classifySampleFile(page);
	await expect(page.getByRole('banner').getByText('Ready offline')).toBeVisible();
	await deployment.stop();
	problems.allow(/ERR_CONNECTION_REFUSED/);

	const asked: string[] = [];
	page.on('request', (request) => asked.push(new URL(request.url()).pathname));
	await page.goto(`${deployment.url}about/`);
	await expect(page.getByRole('heading', { name: 'Licences' })).toBeVisible();
	expect(asked.filter((path) => path.endsWith('notice.txt'))).toEqual([]);
	await page.getByText('Show all licences').click();
	await expect(page.locator('details pre')).toHaveText(notice);
});
