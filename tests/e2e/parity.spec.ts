import { EXAMPLE, EXAMPLE_LABELS, toCsv } from './csv';
import { expect, test } from './fixtures';
import { classify, exported, openStart, sieve, tableCell } from './steps';

test('the example of the predecessor gives NetworkError and IOError, on screen and in the download', async ({
	page,
	site
}) => {
	await openStart(page, site.url);
	await classify(page, { name: 'example.csv', content: toCsv(EXAMPLE) });
	for (const [position, label] of EXAMPLE_LABELS.entries())
		await expect(tableCell(page, position, 'label')).toHaveText(label);
	const { name, columns, cells, column } = await exported(page);
	expect(name).toBe('example-classified.csv');
	expect(columns).toEqual([
		'source',
		'log_message',
		'target_label',
		'confidence',
		'tier',
		'rule',
		'needs_review',
		'family',
		'certainty',
		'family_confidence',
		'row',
		'time_iso',
		'template'
	]);
	expect(cells.map(([source, message]) => [source, message])).toEqual(EXAMPLE.slice(1));
	expect(column('target_label')).toEqual(EXAMPLE_LABELS);
	expect(column('needs_review')).toEqual(['false', 'false']);
});

test('the formats that the predecessor names are caught by rules', async ({ page, site }) => {
	await openStart(page, site.url);
	const content = 'source,log_message\nweb,ERROR 404\ndb,Timeout\nnode,Disk full\n';
	await classify(page, { name: 'rules.csv', content });
	const { column } = await exported(page);
	expect(column('tier')).toEqual(['rule', 'rule', 'rule']);
	expect(column('rule')).toEqual(['http-status', 'timeout', 'disk-full']);
	expect(column('target_label')).toEqual(['HttpStatus', 'NetworkError', 'IOError']);
	await expect(sieve(page, 'Rules').locator('b')).toHaveText('3');
	for (const position of [0, 1, 2])
		await expect(tableCell(page, position, 'tier')).toContainText('Rules');
});
