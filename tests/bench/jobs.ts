/**
 * What people do most on a run's page: how many presses of pointer and keys each takes, and how long until it shows. Also
 * how long the sample takes from the press of its button.
 *
 *     npx tsx tests/bench/jobs.ts LOG --word WORD [--runs 3]
 *
 * LOG is a log with times in which something began or came in a burst, WORD one that some of its rows hold. Typing a word
 * counts as its letters.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { BenchBrowser } from './bench-browser';
import { serveSite } from './site';

/** Milliseconds between jobs, and that a pointer rests on a button before it presses. */
const REST = 500;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { word: { type: 'string' }, runs: { type: 'string', default: '3' } }
});
const [log] = positionals;
const { word } = values;
if (!log || !word) throw new Error('Usage: npx tsx tests/bench/jobs.ts LOG --word WORD [--runs 3]');

interface Took {
	job: string;
	presses: number;
	milliseconds: number;
}

/** A hand on pointer and keys, which counts what it presses and rests in between; a word is typed without a rest. */
class Hand {
	presses = 0;
	/** Milliseconds that it has rested. */
	rested = 0;

	constructor(private readonly page: Page) {}

	async click(target: Locator): Promise<void> {
		await this.rest();
		await target.click();
	}

	async key(key: string): Promise<void> {
		await this.rest();
		await this.page.keyboard.press(key);
	}

	async type(text: string): Promise<void> {
		this.presses += text.length;
		await this.page.keyboard.type(text);
	}

	private async rest(): Promise<void> {
		const start = performance.now();
		if (this.presses++ > 0) await this.page.waitForTimeout(REST);
		this.rested += performance.now() - start;
	}
}

/** Does each job once on the run of the log, from a page without filters. */
async function jobsOf(page: Page, path: string, text: string): Promise<Took[]> {
	const took: Took[] = [];
	const job = async (name: string, work: (hand: Hand) => Promise<void>): Promise<void> => {
		const hand = new Hand(page);
		// As a person looks before the next press.
		await page.waitForTimeout(REST);
		const start = performance.now();
		await work(hand);
		took.push({
			job: name,
			presses: hand.presses,
			milliseconds: performance.now() - start - hand.rested
		});
	};
	const card = page.getByRole('region', { name: 'What stands out' });
	const finding = card.getByRole('listitem').first().getByRole('button');
	const filters = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
	const rows = page
		.getByRole('grid', { name: 'Rows' })
		.or(page.getByRole('treegrid', { name: 'Rows' }));
	const firstRow = rows.locator('[role=row][aria-rowindex="2"]');
	const drawer = page.getByRole('complementary', { name: 'Why this label' });
	const undone = async (): Promise<void> => {
		await page.goto(page.url().replace(/&.*|#.*/g, ''));
		await finding.waitFor();
		await firstRow.waitFor();
	};

	await page.getByText('Reading what is stored').waitFor({ state: 'hidden' });
	await job('what broke, since when: from the file to the answer', async (hand) => {
		hand.presses++;
		await page.getByLabel('Log file', { exact: true }).setInputFiles(path);
		await finding.waitFor({ timeout: 120_000 });
	});
	await page.getByText(/ rows in /).waitFor({ timeout: 120_000 });
	await firstRow.waitFor();

	await job('the rows of the first finding', async (hand) => {
		await hand.click(finding);
		await filters.first().waitFor();
	});
	await undone();
	await job('the rows of one problem', async (hand) => {
		await hand.click(
			page.locator('dl.strip').getByRole('link').or(page.locator('dl.strip button')).first()
		);
		await filters.first().waitFor();
	});
	await undone();
	await job(`search "${text}"`, async (hand) => {
		await hand.key('/');
		await hand.type(text);
		await page.locator('mark').first().waitFor();
	});
	await job('all lines around a hit', async (hand) => {
		await hand.click(firstRow.locator('.message-cell'));
		await hand.key('c');
		await page.getByText(/All lines around row/).waitFor();
	});
	await undone();
	await job('why a message has its category', async (hand) => {
		// The line of a message opens to its rows.
		await hand.click(firstRow.locator('.message-cell'));
		await hand.click(rows.locator('[role=row][aria-rowindex="3"] .message-cell'));
		await drawer.waitFor();
	});
	await job('another category for it, and all like it', async (hand) => {
		await hand.key('l');
		const dialog = page.getByRole('dialog', { name: 'Category of this message' });
		const key = await dialog
			.getByRole('button', { name: 'DebugTrace' })
			.getAttribute('aria-keyshortcuts');
		await hand.key(key ?? '');
		await drawer.getByText('By hand').first().waitFor();
	});
	await undone();
	await job('what is different in what a finding filters', async (hand) => {
		await hand.click(finding);
		await filters.first().waitFor();
		await hand.key('e');
		const sheet = page.getByRole('dialog', { name: 'What is different in this selection' });
		await sheet.getByRole('table', { name: 'Messages' }).waitFor();
	});
	await undone();
	await job('the answer as Markdown in the clipboard', async (hand) => {
		await hand.click(card.getByRole('button', { name: 'Copy as Markdown' }));
		await page.getByText('Copied what stands out.').waitFor();
	});
	await job('all rows as a CSV file', async (hand) => {
		const file = page.waitForEvent('download');
		await hand.click(page.getByRole('button', { name: 'Download' }));
		const dialog = page.getByRole('dialog', { name: /^Download / });
		await hand.click(dialog.getByRole('button', { name: 'Download' }));
		await (await file).path();
	});
	return took;
}

/** From the press of the sample's button to its rows in the table. */
async function sampleOf(page: Page): Promise<Took> {
	const button = page.getByRole('button', { name: 'Try the sample' });
	await page.getByText('Reading what is stored').waitFor({ state: 'hidden' });
	await page.waitForTimeout(1_000);
	await button.hover();
	await page.waitForTimeout(REST);
	const start = performance.now();
	await button.click();
	await page.getByText(/1,500 rows in /).waitFor();
	const row = page.locator('[role=row][aria-rowindex="2"] .confidence-cell > *').first();
	await row.waitFor();
	return { job: 'the sample', presses: 1, milliseconds: performance.now() - start };
}

const temporary = await mkdtemp(join(tmpdir(), 'winnow-jobs-'));
const site = await serveSite(temporary);
const all: Took[] = [];
try {
	for (let run = 0; run < Number(values.runs); run++) {
		const browser = await BenchBrowser.start(join(temporary, `profile-${run}`));
		await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		all.push(await browser.withPage(site.url, sampleOf));
		all.push(...(await browser.withPage(site.url, (page) => jobsOf(page, log, word))));
		await browser.stop();
	}
} finally {
	await site.close();
	await rm(temporary, { recursive: true, force: true });
}

console.log(`| ${basename(log)} | presses | seconds, each run |\n| --- | --- | --- |`);
for (const job of new Set(all.map((took) => took.job))) {
	const own = all.filter((took) => took.job === job);
	const seconds = own.map(({ milliseconds }) => (milliseconds / 1_000).toFixed(2)).join(', ');
	console.log(`| ${job} | ${own[0]?.presses} | ${seconds} |`);
}
