import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classifySample, openStart, sieve, toNumber } from './steps';

test('messages are reviewed by key, the answers are kept, and the head learns from them', async ({
	page,
	site
}) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classifySample(page);
	const runUrl = page.url();
	await page.getByRole('link', { name: 'Review', exact: true }).click();
	await expect(question(page)).toBeVisible();
	const first = await message(page);
	const before = await left(page);

	await test.step('three lines of it are shown, and what comes next, most rows times doubt first', async () => {
		await page.getByRole('heading', { name: 'Next in the queue' }).scrollIntoViewIfNeeded();
		const next = page.getByRole('region', { name: 'Next in the queue' }).getByRole('button');
		const worth = (await next.allInnerTexts()).map((text) => {
			const [, rows = '', percent = ''] = /^([\d,]+)[\s\S]*?([\d.]+)%\s*$/.exec(text) ?? [];
			return toNumber(rows) * (1 - Number(percent) / 100);
		});
		expect(worth.length).toBeGreaterThan(3);
		expect(worth[0]).toBeGreaterThan(worth.at(-1) as number);
		await expect(question(page).getByRole('heading', { name: 'Lines of it' })).toBeVisible();
		const lines = question(page).locator('section', { hasText: 'Lines of it' });
		await expect(lines.getByRole('listitem')).toHaveCount(3);
		const second = await next.first().locator('.message').innerText();
		await next.first().click();
		await expect.poll(() => message(page)).toBe(second);
		await page.reload();
		await expect.poll(() => message(page)).toBe(first);
	});
	await test.step('a key answers, Backspace takes it back, Space skips', async () => {
		await page.keyboard.press('3');
		await expect.poll(() => message(page)).not.toBe(first);
		expect(await left(page)).toBe(before - 1);
		await page.keyboard.press('Backspace');
		await expect.poll(() => message(page)).toBe(first);
		await page.keyboard.press('Space');
		await expect.poll(() => message(page)).not.toBe(first);
		expect(await left(page)).toBe(before);
	});
	let fifth = '';
	let sixth = '';
	await test.step('answers are there after a reload', async () => {
		for (const key of ['3', '4', '4', '1']) await page.keyboard.press(key);
		await expect(page.getByTestId('progress')).toContainText('4 messages decided');
		fifth = await message(page);
		await page.keyboard.press('2');
		await expect.poll(() => message(page)).not.toBe(fifth);
		sixth = await message(page);
		await page.keyboard.press('Enter');
		await expect(page.getByTestId('progress')).toContainText('6 messages decided');
		// The last one is on its way to the store.
		await expect.poll(() => storedDecisions(page), { message: 'decisions in the store' }).toBe(6);
		await page.reload();
		await expect(page.getByTestId('progress')).toContainText('6 messages decided');
	});
	await test.step('and can still be taken back there, newest first', async () => {
		await page.keyboard.press('Backspace');
		await expect(page.getByTestId('progress')).toContainText('5 messages decided');
		await expect.poll(() => message(page)).toBe(sixth);
		await page.keyboard.press('Backspace');
		await expect(page.getByTestId('progress')).toContainText('4 messages decided');
		await expect.poll(() => message(page)).toBe(fifth);
		await expect.poll(() => storedDecisions(page), { message: 'decisions in the store' }).toBe(4);
		for (const key of ['2', 'Enter']) await page.keyboard.press(key);
		await expect.poll(() => storedDecisions(page), { message: 'decisions in the store' }).toBe(6);
	});
	await test.step('they stand on the run', async () => {
		await page.goto(runUrl);
		await expect(sieve(page, 'By hand')).toBeVisible();
		await page.getByRole('link', { name: 'Review', exact: true }).click();
	});
	await test.step('retraining shows what would change, and can be undone', async () => {
		await page.getByRole('button', { name: 'Retrain' }).click();
		const panel = page.getByRole('region', { name: 'Learn from the answers' });
		await expect(panel).toContainText('Learned from 6 answers', { timeout: 60_000 });
		await expect(panel).toContainText('Nothing is changed yet');
		await expect(panel).toContainText('Expected accuracy');
		await panel.getByRole('button', { name: 'Discard' }).click();
		await expect(panel).not.toContainText('Learned from');
		await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
		await expect(panel).toContainText('Learned from 6 answers');
		await panel.getByRole('button', { name: /^Apply/ }).click();
		await expect(panel).toContainText('“My categories” (version');
		await page.goto(site.at('teach/'));
		const list = page.getByRole('list', { name: 'Bundles' });
		await expect(list).toContainText('My categories');
		await expect(list.getByRole('listitem').filter({ hasText: 'My categories' })).toContainText(
			'used for new runs'
		);
	});
});

test('an applied retraining is undone, and all sure guesses are accepted at once', async ({
	page,
	site
}) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await classifySample(page);
	await page.getByRole('link', { name: 'Review', exact: true }).click();
	await expect(question(page)).toBeVisible();
	const before = await left(page);
	await page.getByLabel('Least probability in percent').fill('60');
	await page.getByRole('button', { name: 'Accept all guesses from' }).click();
	await expect(page.getByText(/Accepted the guess for \d+ messages/)).toBeVisible();
	await expect.poll(() => left(page)).toBeLessThan(before);
	const panel = page.getByRole('region', { name: 'Learn from the answers' });
	await test.step('guesses accepted in bulk teach nothing; answers do', async () => {
		await page.getByRole('button', { name: 'Retrain' }).click();
		await expect(panel).toContainText('in bulk teach nothing', { timeout: 60_000 });
		for (const guess of ['first', 'second']) {
			const asked = await message(page);
			await page.keyboard.press('Enter');
			await expect.poll(() => message(page), guess).not.toBe(asked);
		}
		await page.getByRole('button', { name: 'Retrain' }).click();
		await expect(panel).toContainText('accepted in bulk: not counted', { timeout: 60_000 });
	});
	await panel.getByRole('button', { name: /^Apply/ }).click();
	await expect(panel).toContainText('is used for new ones');
	await test.step('the run page takes it back, also after a reload', async () => {
		const id = new URL(page.url()).searchParams.get('id') ?? '';
		await page.goto(site.at(`run/?id=${id}`));
		await page.getByRole('button', { name: 'Revert the retraining' }).click();
		await expect(page.getByText('labelled as before the retraining')).toBeVisible({
			timeout: 60_000
		});
		await expect(page.getByRole('button', { name: 'Revert the retraining' })).toBeHidden();
	});
	await page.goto(site.at('teach/'));
	await expect(page.getByRole('list', { name: 'Bundles' }).getByRole('listitem')).toHaveCount(1);
});

test('a run that is gone cannot be reviewed and says so', async ({ page, site }) => {
	await page.goto(site.at('review/?id=nothing'));
	await expect(page.getByRole('alert')).toContainText('no longer stored in this browser');
});

const question = (page: Page) => page.getByRole('region', { name: 'What is this?' });
const message = (page: Page): Promise<string> => question(page).locator('.message').innerText();

async function left(page: Page): Promise<number> {
	const text = await page.getByTestId('progress').innerText();
	return toNumber(/decided, ([\d,]+) to go/.exec(text)?.[1] ?? '');
}

function storedDecisions(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open('winnow');
			request.onsuccess = () => resolve(request.result);
		});
		const count = await new Promise<number>((resolve) => {
			const request = db.transaction('decisions').objectStore('decisions').count();
			request.onsuccess = () => resolve(request.result);
		});
		db.close();
		return count;
	});
}
