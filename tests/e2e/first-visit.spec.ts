import { expect, test } from './fixtures';

test('a first visit that loses the network goes on when it is back', async ({
	page,
	site,
	problems
}) => {
	problems.allow(/Failed to fetch|ERR_FAILED|ERR_INTERNET|net::|dynamically imported|Worker/i);
	let isGone = true;
	await page.route('**/workers/viewer.worker-*.js', (route) =>
		isGone ? route.abort() : route.continue()
	);
	await page.goto(site.url);
	await expect(page.getByText('It is tried again')).toBeVisible();
	isGone = false;
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await expect(page.getByText('No runs yet')).toBeVisible({ timeout: 20_000 });
	await expect(page.getByText('It is tried again')).toHaveCount(0);
});
