import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** How to start a browser, in the terms of Playwright's `launch` and `launchPersistentContext`. */
export interface Browser {
	executablePath: string;
	args: string[];
}

/**
 * Work as root, in a container and without a GPU; keep the browser from talking to anyone but the page. Of the flags
 * that @sparticuz/chromium recommends, `--single-process` and `--disable-web-security` are left out on purpose: the
 * tests are about workers and about the page's own security policy.
 */
const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

const COMMANDS = [
	'google-chrome',
	'google-chrome-stable',
	'chromium',
	'chromium-browser',
	'chrome'
];

const MAC_APPS = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/**
 * Finds a Chromium to test with: the one that `CHROMIUM_PATH` names, else an installed Chrome or Chromium, else the
 * one that the dev dependency @sparticuz/chromium carries (Linux on x64; unpacked into `.cache/` at first use).
 * Throws an error that says what to install when there is none.
 */
export async function findBrowser(): Promise<Browser> {
	const executablePath = fromEnvironment() ?? installed() ?? (await fromPackage());
	return { executablePath, args: [...FLAGS] };
}

function fromEnvironment(): string | undefined {
	const path = process.env.CHROMIUM_PATH;
	if (!path) return undefined;
	if (!isExecutable(path))
		throw new Error(
			`CHROMIUM_PATH is "${path}", which is not a program that can be run. Set it to the path of a Chrome or Chromium 120 or newer, or unset it.`
		);
	return path;
}

function installed(): string | undefined {
	return candidates().find(isExecutable);
}

function candidates(): string[] {
	if (process.platform === 'darwin') return MAC_APPS;
	if (process.platform === 'win32') return windowsPaths();
	const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function windowsPaths(): string[] {
	const { PROGRAMFILES, LOCALAPPDATA } = process.env;
	const roots = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA];
	return roots.flatMap((root) =>
		root ? [join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')] : []
	);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

async function fromPackage(): Promise<string> {
	if (process.platform !== 'linux' || process.arch !== 'x64')
		throw noBrowser(`@sparticuz/chromium has no build for ${process.platform} on ${process.arch}`);
	const folder = packageFolder();
	const target = join(process.cwd(), '.cache', `chromium-${folder.version}`);
	if (!existsSync(join(target, 'chromium'))) await unpack(target);
	return join(target, 'chromium');
}

function packageFolder(): { version: string } {
	const require = createRequire(import.meta.url);
	try {
		const main = require.resolve('@sparticuz/chromium');
		return require(join(dirname(main), '..', '..', 'package.json')) as { version: string };
	} catch {
		throw noBrowser('@sparticuz/chromium is not in node_modules');
	}
}

/**
 * The package unpacks into the system's temporary folder and takes whatever is called `chromium` there, half written
 * or of another version included. A folder of our own, renamed when complete, is safe against both.
 */
async function unpack(target: string): Promise<void> {
	const { default: chromium } = await import('@sparticuz/chromium');
	const temporary = `${target}.${process.pid}`;
	const before = process.env.TMPDIR;
	mkdirSync(temporary, { recursive: true });
	process.env.TMPDIR = temporary;
	try {
		await chromium.executablePath();
		moveInPlace(temporary, target);
	} catch (error) {
		throw noBrowser(`unpacking @sparticuz/chromium failed (${String(error)})`);
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
		rmSync(temporary, { recursive: true, force: true });
	}
}

/** Another process may have been faster; its copy is as good. */
function moveInPlace(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!existsSync(join(to, 'chromium'))) throw error;
	}
}

function noBrowser(reason: string): Error {
	return new Error(
		`No browser to test with: CHROMIUM_PATH is not set, no Chrome or Chromium is installed, and ${reason}. ` +
			'Install Google Chrome or Chromium (on Debian or Ubuntu: "apt-get install chromium"), ' +
			'or set CHROMIUM_PATH to the program, or run "npm ci" on Linux x64. Then run the command again.'
	);
}
