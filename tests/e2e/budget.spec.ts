import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures';
import { openStart } from './steps';

const MOST_BYTES = 180_000;

test('a first visit costs at most 180 kB of compressed JavaScript before anything is done', async ({
	page,
	site
}) => {
	const scripts = new Map<string, Promise<Buffer>>();
	page.on('response', (response) => {
		if (/\.m?js$/.test(new URL(response.url()).pathname))
			scripts.set(response.url(), response.body());
	});
	await openStart(page, site.url);
	const bodies = await Promise.all(scripts.values());
	expect(bodies.length).toBeGreaterThan(3);
	const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
	console.log(`${(bytes / 1_000).toFixed(0)} kB in ${bodies.length} scripts`);
	expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
