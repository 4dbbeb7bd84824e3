import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { choose, finished, openStart, started, summary, toStart } from './steps';

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
	await choose(page, { name: 'long.csv', content: long(40_000) });
	await expect(page.getByRole('heading', { name: 'long.csv will take a while' })).toBeVisible();
	await expect(figure(page, 'Rows')).toHaveText(/^about (39|40),\d{3}$/);
	await expect(figure(page, 'Distinct messages')).toHaveText(/^about [23]\d,\d{3}, each read/);
	await expect(figure(page, 'Time on this machine')).toHaveText(/^about \d+ (s|min)$/);
	await expect(figure(page, 'Storage in this browser')).toHaveText(/^about [\d.]+ MB, .+ free$/);

	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('heading', { name: 'Drop a log file here' })).toBeVisible();

	await choose(page, { name: 'long.csv', content: long(12_000) });
	await expect(figure(page, 'Rows')).toHaveText('12,000');
	await expect(figure(page, 'Distinct messages')).toHaveText(/^12,000, each read/);
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

/** Long messages, all with the same start. */
const wordy = (rows: number): string => {
	const start = WORDS.join(' and the ');
	const lines = Array.from(
		{ length: rows },
		(_, row) => `web,The ${start} of ${start} then ${start} met: ${line(row).slice(4)}`
	);
	return `source,log_message\n${lines.join('\n')}\n`;
};
/** Revisions of the stored embeddings, with how many there are. */
const storedRevisions = (page: Page): Promise<Record<string, number>> =>
	page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const opening = indexedDB.open('winnow');
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(opening.error ?? new Error('not opened'));
		});
		const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
			const asking = db.transaction('embeddings').objectStore('embeddings').getAllKeys();
			asking.onsuccess = () => resolve(asking.result);
			asking.onerror = () => reject(asking.error ?? new Error('not read'));
		});
		db.close();
		const counts: Record<string, number> = {};
		for (const key of keys) {
			const [revision] = key as [string];
			counts[revision] = (counts[revision] ?? 0) + 1;
		}
		return counts;
	});
const secondsOf = (text: string): number =>
	Number(/about (\d+)/.exec(text)?.[1]) * (text.includes('min') ? 60 : 1);

test('reading only the start of long messages is faster, remembered, noted and never mixed with whole ones', async ({
	page,
	site
}) => {
	await asks(page);
	await openStart(page, site.url);
	await choose(page, { name: 'wordy.csv', content: wordy(6_000) });
	const time = figure(page, 'Time on this machine');
	await expect(time).toHaveText(/^about \d+ (s|min)$/);
	const whole = secondsOf(await time.innerText());
	await page.getByRole('checkbox', { name: /^Read only the start of long messages/ }).check();
	await expect
		.poll(async () => secondsOf(await time.innerText()) / whole, { message: 'share of the time' })
		.toBeLessThan(0.75);
	await page.getByRole('button', { name: 'Cancel' }).click();

	await choose(page, { name: 'few.csv', content: wordy(30) });
	await finished(page);
	await expect(page.getByText('Of long messages only the start, 64 tokens.')).toBeVisible();
	await page.getByRole('button', { name: 'Run log' }).click();
	await expect(page.getByText('Of a message at most 64 tokens were read.')).toBeVisible();
	await page.keyboard.press('Escape');
	const [[short, count] = ['', 0]] = Object.entries(await storedRevisions(page));
	expect(short).toMatch(/-64-tokens$/);
	expect(count).toBe(30);

	await toStart(page);
	await page.getByRole('button', { name: 'Read them whole' }).click();
	await choose(page, { name: 'few.csv', content: wordy(30) });
	await finished(page);
	await expect(page.getByText('Of long messages only the start')).toBeHidden();
	expect(await storedRevisions(page)).toEqual({
		[short]: 30,
		[short.replace(/-64-tokens$/, '')]: 30
	});
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
