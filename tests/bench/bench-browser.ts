import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/browser';

/** A browser on a profile that stores as a user's does; the default kind of context has another storage backend. */
export class BenchBrowser {
	private constructor(
		readonly context: BrowserContext,
		readonly browser: Browser
	) {}

	static async start(profile: string): Promise<BenchBrowser> {
		const { executablePath, args } = await findBrowser();
		const context = await chromium.launchPersistentContext(profile, {
			executablePath,
			args: [...args, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
			viewport: { width: 1280, height: 800 }
		});
		const browser = context.browser();
		if (!browser) throw new Error('The browser cannot be asked for its processes.');
		// The TypeScript runner names functions with this helper, which a page lacks.
		await context.addInitScript('globalThis.__name = (value) => value');
		// A long run would ask first.
		await context.addInitScript(() => {
			if (location.origin !== 'null') localStorage.setItem('winnow.start-long-runs', 'at once');
		});
		return new BenchBrowser(context, browser);
	}

	/** Works on a page of its own, closed afterwards with its workers and its memory. */
	async withPage<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
		const page = await this.context.newPage();
		try {
			await page.goto(url);
			return await work(page);
		} finally {
			await page.close({ runBeforeUnload: false });
		}
	}

	/** Empties the site's databases and files: runs and what is known of templates. The model stays in Cache Storage. */
	async forgetDatabases(siteUrl: string): Promise<void> {
		const page = await this.context.newPage();
		const session = await this.context.newCDPSession(page);
		await session.send('Storage.clearDataForOrigin', {
			origin: new URL(siteUrl).origin,
			storageTypes: 'indexeddb,file_systems'
		});
		await page.close();
	}

	/** Ends all its processes at once, as a crash does. */
	async kill(): Promise<void> {
		const session = await this.browser.newBrowserCDPSession();
		const { processInfo } = await session.send('SystemInfo.getProcessInfo');
		for (const { id } of processInfo.filter(({ type }) => type === 'browser'))
			process.kill(id, 'SIGKILL');
		await this.context.close().catch(() => undefined);
	}

	async stop(): Promise<void> {
		await this.context.close();
	}
}
