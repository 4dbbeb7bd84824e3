/**
 * Photographs the built site: every screen at three widths, light and dark, into `docs/screenshots/`, and the README's
 * picture `docs/screenshot.png`.
 *
 *     npm run build && npm run screenshots
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { findBrowser } from './browser';
import { startServer } from './serve';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(PROJECT, 'docs', 'screenshots');
/** Milliseconds that classifying the sample may take, the start of the model included. */
const RUN_TIMEOUT = 120_000;
/** Largest size of the README's picture, in bytes: it is loaded by everyone who looks at the project. */
const README_BYTES = 400_000;

const SIZES = [
	{ width: 360, height: 780 },
	{ width: 1280, height: 800 },
	{ width: 1920, height: 1080 }
];
const SCHEMES = ['light', 'dark'] as const;

/** A file whose columns say nothing by their names, so that the page asks. */
const UNNAMED_COLUMNS = [
	'a;b;c',
	'2026-03-17 00:01:05;nginx;upstream timed out while connecting to upstream',
	'2026-03-17 00:01:09;postgres;deadlock detected: process 4211 waits for ShareLock',
	'2026-03-17 00:02:31;sshd;Accepted publickey for deploy from 10.20.4.17 port 50211',
	'2026-03-17 00:04:00;kubelet;Back-off restarting failed container'
].join('\n');

/** One screen: how to get there from anywhere. */
interface Screen {
	name: string;
	show: (page: Page, site: Site) => Promise<void>;
}

/** Where the screens are. */
interface Site {
	url: string;
	/** Address of the classified sample. */
	run: string;
}

const SCREENS: readonly Screen[] = [
	{ name: 'home', show: showHome },
	{ name: 'run', show: showRun },
	{ name: 'run-drawer', show: showDrawer },
	{ name: 'mapping', show: showMapping },
	{ name: 'about', show: showAbout }
];

async function showHome(page: Page, { url }: Site): Promise<void> {
	await page.goto(url);
	await page.getByText('sample.csv').first().waitFor();
}

async function showRun(page: Page, { run }: Site): Promise<void> {
	await page.goto(run);
	await page.getByRole('grid').getByRole('row').nth(5).waitFor();
	await page.locator('canvas').first().waitFor();
}

async function showDrawer(page: Page, site: Site): Promise<void> {
	await showRun(page, site);
	await page.getByRole('grid').getByRole('row').nth(5).click();
	await page
		.getByRole('complementary', { name: 'Why this label' })
		.getByRole('list')
		.first()
		.waitFor();
}

async function showMapping(page: Page, { url }: Site): Promise<void> {
	await page.goto(url);
	const file = { name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(UNNAMED_COLUMNS) };
	await page.getByLabel('Log file', { exact: true }).setInputFiles(file);
	await page.getByRole('heading', { name: /How should/ }).waitFor();
}

async function showAbout(page: Page, { url }: Site): Promise<void> {
	await page.goto(`${url}about/`);
	await page.getByRole('main').waitFor();
}

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
	const site = { url, run: await classifySample(page, url) };
	for (const size of SIZES)
		for (const colorScheme of SCHEMES) {
			await page.setViewportSize(size);
			await page.emulateMedia({ colorScheme });
			for (const screen of SCREENS) {
				const name = `${screen.name}-${size.width}-${colorScheme}`;
				await photograph(page, site, screen, name);
			}
		}
}

/** Classifies the sample, and gives the address of the run. */
async function classifySample(page: Page, url: string): Promise<string> {
	await page.goto(url);
	await page.getByRole('button', { name: 'Try the sample' }).click();
	await page.waitForURL(/\/run\/?\?id=/);
	await page.getByText(/ rows in .* rows\/s/).waitFor({ timeout: RUN_TIMEOUT });
	return page.url();
}

async function photograph(page: Page, site: Site, screen: Screen, name: string): Promise<void> {
	await screen.show(page, site);
	// Fonts, charts and the last frame of whatever still moves.
	await page.evaluate(() => document.fonts.ready);
	await page.waitForTimeout(400);
	const picture = await page.screenshot({ animations: 'disabled' });
	await writeFile(join(FOLDER, `${name}.png`), picture);
	console.log(`${name}.png: ${Math.round(picture.length / 1_000)} kB`);
	if (name === 'run-1280-light') await writeReadmePicture(picture);
}

async function writeReadmePicture(picture: Buffer): Promise<void> {
	if (picture.length > README_BYTES)
		throw new Error(
			`The README's picture has ${picture.length} bytes, more than ${README_BYTES}. Show less in it.`
		);
	await writeFile(join(PROJECT, 'docs', 'screenshot.png'), picture);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
