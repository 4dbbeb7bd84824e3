import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures';

test('no page but the embedded one starts in a frame of another page', async ({
	page,
	site,
	requests
}) => {
	const framed = ['', 'run/?id=x', 'teach/rules/'].map((path) => site.at(path));
	const server = createServer((_, response) =>
		response
			.writeHead(200, { 'content-type': 'text/html' })
			.end(
				`<!doctype html><title>Evil</title><link rel="icon" href="data:," />${framed.map((url) => `<iframe src="${url}"></iframe>`).join('')}`
			)
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
	requests.allow(url);
	await page.goto(url);
	for (let at = 0; at < framed.length; at++) {
		const frame = page.frameLocator('iframe').nth(at);
		await expect(frame.getByText('does not start inside of another page')).toBeVisible();
		await expect(frame.locator('button')).toHaveCount(0);
	}
	server.closeAllConnections();
	server.close();
});
