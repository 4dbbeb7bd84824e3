import type { Page } from '@playwright/test';
import { toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, openStart } from './steps';

/** Rules settle all of these; in the order in which charts stack their labels. The first has most rows, and the first shade. */
const KINDS: [label: string, token: string, message: (row: number) => string][] = [
	[
		'SecurityAlert',
		'--problem-1',
		(row) => `Failed password for invalid user admin from 10.0.0.1 port ${row} ssh2`
	],
	['IOError', '--problem-2', (row) => `write /var/log/app-${row}.log: No space left on device`],
	['HttpStatus', '--activity-1', (row) => `10.0.0.1 - - "GET /items/${row} HTTP/1.1" 404 ${row}`]
];
const CONTENT = toCsv([
	['timestamp', 'log_message'],
	...Array.from({ length: 300 }, (_, row) => [
		new Date(Date.UTC(2026, 2, 1) + row * 60_000).toISOString(),
		KINDS[(row % (KINDS.length + 1)) % KINDS.length]?.[2](row) ?? ''
	])
]);

test('the time chart paints every label in its own colour, also after searches', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'colours.csv', content: CONTENT });
	await expect
		.poll(() => paintedLabels(page))
		.toEqual({ SecurityAlert: true, IOError: true, HttpStatus: true });
	const search = page.getByLabel('Search messages and sources');
	// Every search changes how many labels are left, and which of them stands at which position.
	const searches: [text: string, labels: string[]][] = [
		['items', ['HttpStatus']],
		['', ['SecurityAlert', 'IOError', 'HttpStatus']],
		['No space', ['IOError']],
		['10.0.0.1', ['SecurityAlert', 'HttpStatus']],
		['', ['SecurityAlert', 'IOError', 'HttpStatus']]
	];
	for (const [text, labels] of searches)
		await test.step(`search for "${text}"`, async () => {
			await search.fill(text);
			await expect
				.poll(() => paintedLabels(page))
				.toEqual(Object.fromEntries(KINDS.map(([label]) => [label, labels.includes(label)])));
		});
});

/** Which labels' colours the pixels of the time chart show. A few pixels may be a blend of two. */
function paintedLabels(page: Page): Promise<Record<string, boolean>> {
	return page.locator('.time canvas').evaluate(
		(element, kinds) => {
			const canvas = element as HTMLCanvasElement;
			const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
			const counts = new Map<string, number>();
			for (let at = 0; pixels && at < pixels.length; at += 4) {
				if (pixels[at + 3] !== 255) continue;
				const colour = `rgb(${pixels[at]}, ${pixels[at + 1]}, ${pixels[at + 2]})`;
				counts.set(colour, (counts.get(colour) ?? 0) + 1);
			}
			const probe = document.body.appendChild(document.createElement('span'));
			const painted = kinds.map(([label, token]) => {
				probe.style.color = `var(${token})`;
				return [label, (counts.get(getComputedStyle(probe).color) ?? 0) > 100] as const;
			});
			probe.remove();
			return Object.fromEntries(painted);
		},
		KINDS.map(([label, token]) => [label, token] as const)
	);
}
