/**
 * The few commands of WebDriver (https://www.w3.org/TR/webdriver2/) that a job needs, for released browsers that Playwright
 * does not drive. WebKitGTK comes with a driver that speaks HTTP; Firefox speaks the same commands over a socket (Marionette).
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Key of an element's id in what a driver answers. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const MARIONETTE_PORT = 2828;
const WEBKIT_PORT = 4477;
/** How often a browser is asked whether it listens yet, every 200 ms. */
const TRIES = 150;
const SCRIPT_TIMEOUT = 180_000;

/** A command in the names of Marionette and of the standard. */
type Send = (name: string, method: string, path: string, body: object) => Promise<unknown>;

/** A browser that was started. */
export class Driver {
	constructor(
		private readonly send: Send,
		private readonly downloads: string,
		readonly close: () => Promise<void>
	) {}

	async open(url: string): Promise<void> {
		await this.send('Navigate', 'POST', 'url', { url });
	}

	/** Reloads as the button does: a driver's own command goes past the service worker in Firefox. */
	async reload(): Promise<void> {
		const before = await this.run('return performance.timeOrigin');
		await this.run('setTimeout(() => location.reload(), 100)');
		await tried(async () => {
			const now = await this.run('return performance.timeOrigin');
			if (now === before) throw new Error('The page was not reloaded.');
		});
	}

	/** Runs the body of an async function, which gets `args`, in the page; returns what it returns. */
	async run(body: string, ...args: unknown[]): Promise<unknown> {
		const script = `const args = [...arguments], done = args.pop(); (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
		const answer = await this.send('ExecuteAsyncScript', 'POST', 'execute/async', { script, args });
		const { value, error } = answer as { value?: unknown; error?: string };
		if (error !== undefined) throw new Error(error);
		return value;
	}

	/** Chooses a file in an input, as a person does in its dialog. */
	async choose(selector: string, path: string): Promise<void> {
		const where = { using: 'css selector', value: selector };
		const found = await this.send('FindElement', 'POST', 'element', where);
		const id = (found as Record<string, string>)[ELEMENT] ?? '';
		await this.send('ElementSendKeys', 'POST', `element/${id}/value`, { id, text: path });
	}

	/** Waits for the one file that is being downloaded, and takes it out of its folder. */
	async downloaded(): Promise<string> {
		const name = await tried(async () => {
			const names = await readdir(this.downloads);
			const [found] = names.filter((each) => each.endsWith('.csv'));
			// Beside a file that is being written stands another.
			if (found === undefined || names.length > 1)
				throw new Error(`Downloaded: ${names.join(', ')}`);
			return join(this.downloads, found);
		});
		const text = await readFile(name, 'utf8');
		await rm(name);
		return text;
	}
}

const PREFERENCES = {
	// Nothing but the site is asked for anything.
	'app.update.enabled': false,
	'browser.shell.checkDefaultBrowser': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'network.captive-portal-service.enabled': false,
	'browser.download.folderList': 2,
	'browser.download.start_downloads_in_tmp_dir': false
};

/** Starts a released Firefox on a folder, which keeps what it stores unless its windows are private. */
export async function startFirefox(folder: string, isPrivate: boolean): Promise<Driver> {
	const downloads = join(folder, 'downloads');
	await mkdir(downloads, { recursive: true });
	const own = {
		'browser.download.dir': downloads,
		'browser.privatebrowsing.autostart': isPrivate
	};
	const lines = Object.entries({ ...PREFERENCES, ...own }).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
	);
	await writeFile(join(folder, 'user.js'), lines.join('\n'));
	const path = process.env['FIREFOX_PATH'] ?? 'firefox';
	const options = ['--headless', '--marionette', '--no-remote', '--profile', folder];
	const stop = started(path, options);
	const send = await marionette();
	await send('NewSession', '', '', {});
	await send('SetTimeouts', '', '', { script: SCRIPT_TIMEOUT });
	return new Driver(send, downloads, stop);
}

/** Starts WebKitGTK's small browser, which needs a display and keeps nothing beyond its end. */
export async function startWebKit(folder: string): Promise<Driver> {
	const downloads = join(folder, 'downloads');
	await mkdir(join(folder, 'config'), { recursive: true });
	await mkdir(downloads, { recursive: true });
	await writeFile(join(folder, 'config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
	const stop = started('WebKitWebDriver', [`--port=${WEBKIT_PORT}`], {
		XDG_CONFIG_HOME: join(folder, 'config')
	});
	const http = async (method: string, path: string, body: object): Promise<unknown> => {
		const answer = await fetch(`http://127.0.0.1:${WEBKIT_PORT}/session${path}`, {
			method,
			...(method === 'POST' ? { body: JSON.stringify(body) } : {})
		});
		const { value } = (await answer.json()) as { value: unknown };
		if (!answer.ok) throw new Error(JSON.stringify(value));
		return value;
	};
	const binary =
		process.env['WEBKIT_PATH'] ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
	const browser = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
	const session = await tried(() => http('POST', '', { capabilities: { alwaysMatch: browser } }));
	const { sessionId } = session as { sessionId: string };
	const send: Send = (_, method, path, body) => http(method, `/${sessionId}/${path}`, body);
	await send('', 'POST', 'timeouts', { script: SCRIPT_TIMEOUT });
	return new Driver(send, downloads, async () => {
		await send('', 'DELETE', '', {});
		await stop();
	});
}

/** A folder for a browser, and how to remove it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), 'winnow-browser-'));
	return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Messages are JSON behind their length, such as `12:[0,1,"Name",{}]`. */
async function marionette(): Promise<Send> {
	const socket = await tried(async () => {
		const trial = connect(MARIONETTE_PORT, '127.0.0.1');
		await new Promise((resolve, reject) => trial.once('connect', resolve).once('error', reject));
		return trial;
	});
	const waiting = new Map<
		number,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	let received = Buffer.alloc(0);
	let last = 0;
	const answered = ([, id, error, result]: [
		number,
		number,
		unknown,
		{ value?: unknown } | null
	]) => {
		const call = waiting.get(id);
		if (error) call?.reject(new Error(JSON.stringify(error)));
		else call?.resolve(result && 'value' in result ? result.value : result);
	};
	socket.on('data', (data) => {
		received = Buffer.concat([received, data]);
		for (;;) {
			const colon = received.indexOf(':');
			const end = colon + 1 + Number(received.toString('latin1', 0, colon));
			if (colon < 0 || received.length < end) return;
			if (process.env['DEBUG']) console.log(received.toString('utf8', 0, 300));
			const message: unknown = JSON.parse(received.toString('utf8', colon + 1, end));
			received = received.subarray(end);
			// The first message is a greeting.
			if (Array.isArray(message)) answered(message as Parameters<typeof answered>[0]);
		}
	});
	return (name, _method, _path, body) =>
		new Promise((resolve, reject) => {
			waiting.set(++last, { resolve, reject });
			if (process.env['DEBUG']) console.log('>', name);
			const text = JSON.stringify([0, last, `WebDriver:${name}`, body]);
			socket.write(`${Buffer.byteLength(text)}:${text}`);
		});
}

/** Starts a program; what is returned ends it and waits until it has ended. */
function started(path: string, args: string[], environment = {}): () => Promise<void> {
	const env = { ...process.env, ...environment };
	const program = spawn(path, args, { stdio: 'ignore', env });
	const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
	return async () => {
		program.kill();
		await ended;
	};
}

async function tried<T>(action: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++)
		try {
			return await action();
		} catch (error) {
			if (tries === TRIES) throw error;
			await sleep(200);
		}
}
