/**
 * Photographs the built site: every screen and state at three widths, light and dark, into `docs/screenshots/`, and the
 * README's pictures `docs/screenshot-light.png` and `docs/screenshot-dark.png`.
 *
 *     npm run build && npm run screenshots
 *     npm run screenshots -- run review      only these of `screens.ts`
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { findBrowser } from './browser';
import { FIRST_SCREENS, SCREENS, type Screen, type Site } from './screens';
import { startServer } from './serve';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(PROJECT, 'docs', 'screenshots');
/** Milliseconds that classifying the sample may take, the start of the model included. */
const RUN_TIMEOUT = 120_000;
/** Largest size of each of the README's pictures, in bytes: everyone who looks at the project loads one. */
const README_BYTES = 400_000;
/** The screen and the width that they show. */
const README_PICTURE = 'run-1280';

const SIZES = [
	{ width: 360, height: 780 },
	{ width: 1280, height: 800 },
	{ width: 1920, height: 1080 }
];
const SCHEMES = ['light', 'dark'] as const;

/** Rows of the sample that stand for an earlier day. */
const ROWS_BEFORE = 800;

async function main(): Promise<void> {
	const server = await startServer({ root: join(PROJECT, 'build'), base: '/', port: 0 });
	const profile = await mkdtemp(join(tmpdir(), 'winnow-screenshots-'));
	try {
		await withBrowser(profile, (context) => photographAll(context, server.url));
	} finally {
		await server.close();
		await rm(profile, { recursive: true, force: true });
	}
}

async function withBrowser(
	profile: string,
	work: (context: BrowserContext) => Promise<void>
): Promise<void> {
	const { executablePath, args } = await findBrowser();
	const context = await chromium.launchPersistentContext(profile, {
		executablePath,
		args,
		reducedMotion: 'reduce',
		colorScheme: 'light'
	});
	try {
		await work(context);
	} finally {
		await context.close();
	}
}

async function photographAll(context: BrowserContext, url: string): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const page = await context.newPage();
	const wanted = new Set(process.argv.slice(2));
	const isWanted = ({ name }: Screen): boolean => wanted.size === 0 || wanted.has(name);
	const nothing: Site = { url, runs: { sample: '', before: '', labelled: '' } };
	for (const screen of FIRST_SCREENS.filter(isWanted)) await photograph(page, nothing, screen);
	const site = { url, runs: await prepare(page, url) };
	for (const screen of SCREENS.filter(isWanted)) await photograph(page, site, screen);
}

/** Classifies what the screens show, and makes a bundle that can be edited. Gives the addresses of the runs. */
async function prepare(page: Page, url: string): Promise<Site['runs']> {
	const sample = await readFile(join(PROJECT, 'build', 'sample.csv'), 'utf8');
	const earlier = sample.split('\n').slice(0, ROWS_BEFORE).join('\n');
	const before = await classify(page, url, 'yesterday.csv', earlier);
	const labelled = await classify(page, url, 'labelled.csv', labelledFile());
	const run = await classify(page, url, 'sample.csv', sample);
	await page.goto(`${url}teach/`);
	await page.getByRole('button', { name: 'Copy' }).click();
	const copy = page.getByRole('listitem').filter({ hasText: 'My categories' });
	await copy.getByRole('button', { name: 'Use for new runs' }).click();
	await page.getByText('New runs use "My categories".').waitFor();
	return { sample: run, before, labelled };
}

/** Gives the address of the run. */
async function classify(page: Page, url: string, name: string, text: string): Promise<string> {
	await page.goto(url);
	const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
	await page.getByLabel('Log file', { exact: true }).setInputFiles(file);
	await page.waitForURL(/\/run\/?\?id=/);
	await page.getByText(/ rows in .* rows\/s/).waitFor({ timeout: RUN_TIMEOUT });
	return page.url();
}

/** Enough rows of two labels to train on, and to evaluate. */
function labelledFile(): string {
	const product = (firsts: string[], seconds: string[], label: string): string[] =>
		firsts.flatMap((first) => seconds.map((second) => `branch,${first} ${second},${label}`));
	const faults = [
		'connection refused by',
		'no route to',
		'timed out connecting to',
		'lost link to'
	];
	const hosts = ['the mail relay', 'the warehouse', 'the print server', 'the branch office'];
	const actions = ['user signed in to', 'user changed the password of', 'user opened', 'user left'];
	const places = ['the shop', 'the time sheet', 'the travel desk', 'the price list'];
	return [
		'source,log_message,category',
		...product(faults, hosts, 'NetworkError'),
		...product(actions, places, 'UserAction')
	].join('\n');
}

/** Photographs a screen at every width, light and dark. */
async function photograph(page: Page, site: Site, screen: Screen): Promise<void> {
	for (const size of SIZES) {
		await page.setViewportSize(size);
		await screen.show(page, site);
		for (const colorScheme of SCHEMES) {
			await page.emulateMedia({ colorScheme });
			await settled(page);
			const name = `${screen.name}-${size.width}-${colorScheme}`;
			const picture = await page.screenshot({ animations: 'disabled' });
			await writeFile(join(FOLDER, `${name}.png`), picture);
			console.log(`${name}.png: ${Math.round(picture.length / 1_000)} kB`);
			if (name === `${README_PICTURE}-${colorScheme}`)
				await writeReadmePicture(colorScheme, picture);
		}
	}
}

/** Fonts, charts and the last frame of whatever still moves. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(() => document.fonts.ready);
	await page.waitForTimeout(300);
}

async function writeReadmePicture(scheme: string, picture: Buffer): Promise<void> {
	if (picture.length > README_BYTES)
		throw new Error(
			`The README's ${scheme} picture has ${picture.length} bytes, more than ${README_BYTES}. Show less in it.`
		);
	await writeFile(join(PROJECT, 'docs', `screenshot-${scheme}.png`), picture);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
