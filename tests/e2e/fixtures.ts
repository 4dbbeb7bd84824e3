/**
 * What every browser test starts from: a fresh profile that stores like a user's, no network but the site, no unexpected
 * error in the console.
 *
 *     import { expect, test } from './fixtures';
 *
 *     test('keeps runs', async ({ page, site, profile }) => {
 *         await page.goto(site.url);
 *         const { page: after } = await profile.restart();   // quits the browser and starts it on the same profile
 *     });
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	test as base,
	expect,
	type BrowserContext,
	type Page,
	type Request
} from '@playwright/test';
import { launch, testBrowser, type TestBrowser } from './launch';

const ACTION_TIMEOUT = 30_000;
/** Where browsers keep what they store: a small disk for the tests of a full one. */
const PROFILES = process.env['WINNOW_PROFILES'] ?? tmpdir();

/** The served site. */
export interface Site {
	/** Ends with a slash. */
	url: string;
	/** Address of a page or file, such as `at('run/?id=x')`. */
	at: (path: string) => string;
}

/** The running browser. */
interface Session {
	context: BrowserContext;
	page: Page;
}

/** Everything that the browser asked for. */
class Requests {
	readonly all: Request[] = [];
	private readonly origins = new Set<string>();

	constructor(siteUrl: string) {
		this.allow(siteUrl);
	}

	/** Counts another server of the test's own as the site. */
	allow(siteUrl: string): void {
		this.origins.add(new URL(siteUrl).origin);
	}

	/** Requests to elsewhere. One that the page's policy stopped never left the browser. */
	outside(): string[] {
		return this.all
			.filter((request) => this.isOutside(request.url()))
			.filter((request) => request.failure()?.errorText !== 'csp')
			.map((request) => `${request.method()} ${request.url()}`);
	}

	/** Paths asked for, for tests of what is loaded when. */
	paths(): string[] {
		return this.all.map((request) => new URL(request.url()).pathname);
	}

	private isOutside(url: string): boolean {
		const { protocol, origin } = new URL(url);
		return protocol !== 'data:' && protocol !== 'blob:' && !this.origins.has(origin);
	}
}

/** What went wrong in the page without a test having asked. */
class Problems {
	private readonly found: string[] = [];
	private readonly allowed: RegExp[] = [];

	add(text: string): void {
		this.found.push(text);
	}

	/** Says that the test provokes this error. */
	allow(pattern: RegExp): void {
		this.allowed.push(pattern);
	}

	unexpected(): string[] {
		return this.found.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
	}
}

/** A browser on a folder of its own. */
class Profile {
	private session: Session | undefined;

	constructor(
		private readonly browser: TestBrowser,
		private readonly folder: string,
		private readonly watch: (context: BrowserContext) => void
	) {}

	async start(): Promise<Session> {
		const context = await launch(this.browser, this.folder);
		// A long run would ask first; the tests of that take this away again.
		await context.addInitScript(() => {
			// A page without an address has no storage.
			if (location.origin === 'null') return;
			localStorage.setItem('winnow.start-long-runs', 'at once');
			// Most tests look at single rows; what a test chooses itself stays.
			if (!localStorage.getItem('winnow-table'))
				localStorage.setItem('winnow-table', JSON.stringify({ lines: true }));
		});
		// What cannot be clicked should say so before the whole test's time is over.
		context.setDefaultTimeout(ACTION_TIMEOUT);
		this.watch(context);
		this.session = { context, page: context.pages()[0] ?? (await context.newPage()) };
		return this.session;
	}

	async stop(): Promise<void> {
		await this.session?.context.close();
		this.session = undefined;
	}

	/** Quits the browser and starts it again with what it had stored. Earlier pages are gone. */
	async restart(): Promise<Session> {
		await this.stop();
		return this.start();
	}
}

interface WorkerFixtures {
	installedBrowser: TestBrowser;
	site: Site;
}

interface TestFixtures {
	requests: Requests;
	problems: Problems;
	profile: Profile;
	session: Session;
	/** Checks at the end of every test that nothing left the machine and nothing failed unnoticed. */
	guard: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	installedBrowser: [
		async ({ browserName }, use) => use(await testBrowser(browserName)),
		{ scope: 'worker' }
	],
	site: [async ({}, use) => use(servedSite()), { scope: 'worker' }],
	requests: async ({ site }, use) => use(new Requests(site.url)),
	problems: async ({}, use) => use(new Problems()),
	profile: async ({ installedBrowser, requests, problems }, use) => {
		const folder = await mkdtemp(join(PROFILES, 'winnow-profile-'));
		const profile = new Profile(installedBrowser, folder, (context) =>
			watch(context, requests, problems)
		);
		await use(profile);
		await profile.stop();
		await rm(folder, { recursive: true, force: true });
	},
	session: async ({ profile }, use) => use(await profile.start()),
	context: async ({ session }, use) => use(session.context),
	page: async ({ session }, use) => use(session.page),
	guard: [
		async ({ requests, problems }, use) => {
			await use(undefined);
			expect(requests.outside(), 'requests that left the site').toEqual([]);
			expect(problems.unexpected(), 'errors in the console').toEqual([]);
		},
		{ auto: true }
	]
});

export { expect };

function servedSite(): Site {
	const url = process.env['WINNOW_URL'];
	if (!url) throw new Error('WINNOW_URL is not set: run the tests with "npm run test:e2e".');
	return { url, at: (path) => new URL(path, url).href };
}

function watch(context: BrowserContext, requests: Requests, problems: Problems): void {
	context.on('request', (request) => requests.all.push(request));
	context.on('weberror', (error) => problems.add(String(error.error())));
	context.on('console', (message) => {
		if (message.type() === 'error') problems.add(`${message.text()} (${message.location().url})`);
	});
}
