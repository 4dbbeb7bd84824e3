import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { choose, finished, openStart, started, summary } from './steps';

const WORDS = 'river stone cloud apple table window garden music paper silver winter summer'.split(
	' '
);
/** Three different words a row: numbers and names would fold into one text. */
const line = (row: number): string => {
	const word = (step: number): string =>
		WORDS[Math.floor(row / WORDS.length ** step) % 12] as string;
	return `web,The ${word(0)} of the ${word(1)} lost its ${word(2)} near the ${word(3)}`;
};
const long = (rows: number): string =>
	`source,log_message\n${Array.from({ length: rows }, (_, row) => line(row)).join('\n')}\n`;

const asks = (page: Page): Promise<unknown> =>
	page.addInitScript(() => localStorage.removeItem('winnow.start-long-runs'));
const figure = (page: Page, name: string) =>
	page.locator(`.estimate dt:text-is("${name}")`).locator('+ dd');

test('a long run says first what it takes, and starts or ends as wanted', async ({
	page,
	site
}) => {
	await asks(page);
	await openStart(page, site.url);
	await choose(page, { name: 'long.csv', content: long(12_000) });
	await expect(page.getByRole('heading', { name: 'long.csv will take a while' })).toBeVisible();
	await expect(figure(page, 'Rows')).toHaveText(/^about 1[12],\d{3}$/);
	await expect(figure(page, 'Distinct messages')).toHaveText(/^about 1[12],\d{3}, each read/);
	await expect(figure(page, 'Time on this machine')).toHaveText(/^about \d+ (s|min)$/);
	await expect(figure(page, 'Storage in this browser')).toHaveText(/^about [\d.]+ MB, .+ free$/);

	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('heading', { name: 'Drop a log file here' })).toBeVisible();

	await choose(page, { name: 'long.csv', content: long(12_000) });
	await page.getByRole('button', { name: 'Start' }).click();
	await page.waitForURL(/\/run\/?\?id=/);
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByText(/^Cancelled/).first()).toBeVisible();
});

test('a wish not to be asked is remembered', async ({ page, site }) => {
	await openStart(page, site.url);
	await page.evaluate(() => localStorage.removeItem('winnow.start-long-runs'));
	await choose(page, { name: 'long.csv', content: long(12_000) });
	await page.getByRole('checkbox', { name: 'Start without asking next time' }).check();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await choose(page, { name: 'long.csv', content: long(12_000) });
	await page.waitForURL(/\/run\/?\?id=/);
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByText('Cancelled')).toBeVisible();
});

test('a short run starts at once', async ({ page, site }) => {
	await asks(page);
	await openStart(page, site.url);
	await choose(page, { name: 'short.csv', content: long(100) });
	await finished(page);
	expect(await summary(page, 'total events')).toBe(100);
	await page.goto(site.url);
	await started(page);
	await expect(page.getByText('will take a while')).toBeHidden();
});
