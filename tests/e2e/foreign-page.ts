import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures';

/** A site of somebody else's. The browser takes it for another site than ours, at `localhost`, and not for an origin of it. */
class ForeignSite {
	/** Texts by their path. */
	readonly files = new Map<string, string>();
	private readonly server: Server = createServer((request, response) => {
		const path = (request.url ?? '').slice(1);
		const text = path === '' ? SHOP : this.files.get(path);
		if (text === undefined) response.writeHead(404).end();
		else response.writeHead(200, { 'content-type': typeOf(path) }).end(text);
	});

	/** Ends with a slash. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	get origin(): string {
		return new URL(this.url).origin;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}

	/** Puts a page there that does nothing but run a module. */
	addModule(name: string, code: string): void {
		this.files.set(`${name}.js`, code);
		this.files.set(
			`${name}.html`,
			SHOP.replace('</h1>', `</h1><script type="module" src="${name}.js"></script>`)
		);
	}
}

const SHOP = '<!doctype html><title>Shop</title><link rel="icon" href="data:," /><h1>Shop</h1>';

const typeOf = (path: string): string =>
	path.endsWith('.js')
		? 'text/javascript'
		: path.includes('.') && !path.endsWith('.html')
			? 'text/plain'
			: 'text/html';

export const test = base.extend<{ foreign: ForeignSite }>({
	foreign: async ({ requests }, use) => {
		const foreign = new ForeignSite();
		await foreign.start();
		requests.allow(foreign.url);
		await use(foreign);
		foreign.stop();
	}
});

export { expect };

/** Answers the question whether a page may use Winnow, as the visitor. */
export async function allow(page: Page, origin: string): Promise<void> {
	const frame = page.frameLocator('iframe[title=Winnow]');
	await expect(frame.getByText(origin)).toBeVisible();
	const [consent] = await Promise.all([
		page.waitForEvent('popup'),
		frame.getByRole('button', { name: 'Decide' }).click()
	]);
	await expect(consent.getByText(origin)).toBeVisible();
	await consent.getByRole('button', { name: 'Allow' }).click();
}
