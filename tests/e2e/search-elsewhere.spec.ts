import { expect, test } from './fixtures';
import { classify, drawer, openStart, tableRow } from './steps';

const LINES = [
	'Lease of client 17 was not renewed in 30 s',
	'Served page 4',
	'Lease of client 9 was not renewed in 341 s'
];

test('a message can be found in other tools by a pattern that was tried here', async ({
	page,
	site
}) => {
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await openStart(page, site.url);
	await classify(page, { name: 'lease.log', content: LINES.join('\n') });
	await tableRow(page, 0).click();
	await drawer(page).getByRole('button', { name: 'Find it elsewhere' }).click();
	const dialog = page.getByRole('dialog', { name: 'Find this message elsewhere' });
	await expect(dialog).toContainText('finds 2 of 2 rows of this message and 0 of 1 other row');
	await dialog.getByRole('button', { name: 'Copy for ripgrep' }).click();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	const pattern = new RegExp(/^rg -e '(.*)' FILE$/.exec(copied)?.[1] ?? '^$');
	expect(LINES.map((line) => pattern.test(line))).toEqual([true, false, true]);
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
});
