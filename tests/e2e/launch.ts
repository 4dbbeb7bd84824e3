/** Starts the browser that the tests run in. */
import { chromium, firefox, webkit, type BrowserContext } from '@playwright/test';
import { findBrowser, type Browser } from '../../scripts/browser';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';

/** How to start a browser; without a path it is the one that `npx playwright install` has fetched. */
export type TestBrowser = { name: BrowserName } & Partial<Browser>;

/**
 * What Playwright switches off, but for one: browsers give frames on other sites a storage of their own, and so they do here.
 */
const FEATURES_OFF = [
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsUpgrades',
	'HttpsFirstBalancedModeAutoEnable',
	'LensOverlay',
	'MediaRouter',
	'PaintHolding',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'TcpPortRandomizationWin',
	'OptimizationHints',
	'NetworkTimeServiceQuerying',
	'AimEnabled',
	'PreconnectToSearch'
];

const CHROMIUM_ARGS = [
	// Names other than the site's do not resolve, so that nothing leaves the machine even by mistake.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
	`--disable-features=${FEATURES_OFF.join(',')}`
];

/** The browser of that name: Chromium as `findBrowser` finds it, Firefox and WebKit as Playwright builds them. */
export const testBrowser = async (name: BrowserName): Promise<TestBrowser> =>
	name === 'chromium' ? { name, ...(await findBrowser()) } : { name };

/** Starts it on a folder: the default kind of context keeps nothing and has another quota. */
export function launch(browser: TestBrowser, folder: string): Promise<BrowserContext> {
	const { name, args = [], ...where } = browser;
	return { chromium, firefox, webkit }[name].launchPersistentContext(folder, {
		...where,
		args: name === 'chromium' ? [...args, ...CHROMIUM_ARGS] : args,
		acceptDownloads: true,
		viewport: { width: 1280, height: 800 }
	});
}
