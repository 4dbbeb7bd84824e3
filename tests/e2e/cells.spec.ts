/** Rows with the same value in some column of the input. */
import { expect, test } from './fixtures';
import { classify, drawer, openStart, tableRow } from './steps';

test('a field of a JSON log filters by its value, alone and with another one', async ({
	page,
	site
}) => {
	const rows = ['ann', 'bob', 'ann', 'eve', 'ann'].map((name, at) =>
		JSON.stringify({
			time: `2026-03-01T10:00:0${at}Z`,
			level: 'info',
			message: `Order ${at} shipped`,
			user: { name },
			region: at < 2 ? 'north' : 'south'
		})
	);
	await openStart(page, site.url);
	await classify(page, { name: 'orders.jsonl', content: rows.join('\n') });
	await tableRow(page, 0).click();
	await drawer(page).getByRole('button', { name: 'Only rows with this user.name' }).click();
	await expect(page.getByText('3 of 5 rows').first()).toBeVisible();
	await expect(page).toHaveURL(/column=user\.name&value=ann/);
	await drawer(page).getByRole('button', { name: 'Only rows with this region' }).click();
	await expect(page.getByText('1 of 5 rows').first()).toBeVisible();
	await page.getByRole('button', { name: /user\.name.*ann/ }).click();
	await expect(page.getByText('2 of 5 rows').first()).toBeVisible();
});
