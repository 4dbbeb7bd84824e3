import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { choose, exported, finished, openStart, summary } from './steps';

const ROWS = 150_000;
const row = (n: number): string =>
	`Backup of volume ${n} to the second site was finished by the nightly job ${'.'.repeat(n % 40)}`;
const CONTENT = Array.from({ length: ROWS }, (_, n) => row(n)).join('\n');

test('a run that will not fit says so first, and keeps what fitted', async ({ page, site }) => {
	test.setTimeout(180_000);
	await openStart(page, site.url);
	await choose(page, { name: 'small.log', content: row(1) });
	await finished(page);
	await openStart(page, site.url);
	await leave(page, site.url, 6_000_000);
	await choose(page, { name: 'large.log', content: CONTENT });
	await expect(page.getByText('The browser grants less than that.')).toBeVisible();
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByText('The browser has no more storage for this site.')).toBeVisible({
		timeout: 90_000
	});
	const rows = await summary(page, 'total events');
	expect(rows).toBeGreaterThan(0);
	expect(rows).toBeLessThan(ROWS);
	const { column } = await exported(page);
	expect(column('log_message')).toEqual(Array.from({ length: rows }, (_, n) => row(n)));
});

/** Leaves the site so many bytes more than it uses now. */
async function leave(page: Page, url: string, bytes: number): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const { origin } = new URL(url);
	const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + bytes });
}
