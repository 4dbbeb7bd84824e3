import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { classify, openStart } from './steps';

const LINES = ['source,log_message'].concat(
	Array.from({ length: 12 }, (_, at) => `desk,The invoice ${at} was paid twice by the customer`),
	Array.from({ length: 12 }, (_, at) => `desk,A customer ${at} could not find the way in`)
);

test('a run with categories of its own lists those alone, in chart and strip', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'tickets.csv', content: LINES.join('\n') });
	await giveLabels(page, ['Billing', 'Login']);
	await page.reload();
	const strip = page.locator('dl.strip');
	await expect(strip).toContainText('Billing');
	await expect(strip).toContainText('Login');
	await expect(strip).not.toContainText('security alerts');
	await expect(strip).not.toContainText('user actions');
	await page.getByRole('button', { name: 'Labels as table' }).click();
	const table = page.getByRole('region', { name: 'Labels', exact: true }).getByRole('table');
	await expect(table.getByRole('rowheader')).toHaveText([/Billing/, /Login/, /Unclassified/]);
});

/** Makes the stored run one of other categories: its messages get the first. Training some would take a minute. */
async function giveLabels(page: Page, names: string[]): Promise<void> {
	const runId = new URL(page.url()).searchParams.get('id') ?? '';
	await page.evaluate(relabel, { runId, names });
}

/** Runs in the page. */
async function relabel({ runId, names }: { runId: string; names: string[] }): Promise<void> {
	const done = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new Error(String(request.error)));
		});
	const db = await done(indexedDB.open('winnow'));
	const transaction = db.transaction(['runs', 'templates'], 'readwrite');
	const runs = transaction.objectStore('runs');
	const templates = transaction.objectStore('templates');
	const run = (await done(runs.get(runId))) as Record<string, unknown>;
	const labels = names.map((name, at) => ({ name, definition: name, problem: at === 0 }));
	runs.put({ ...run, labels, bundleName: 'Tickets' });
	const keys = IDBKeyRange.bound([runId], [runId, []]);
	for (const entry of await done(templates.getAll(keys)))
		templates.put({ ...entry, result: { ...entry.result, label: names[0], certainty: 'sure' } });
	await new Promise((resolve) => (transaction.oncomplete = resolve));
	db.close();
}
