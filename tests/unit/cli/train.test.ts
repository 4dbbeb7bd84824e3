import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/cli/classify';
import { evaluation } from '../../../src/cli/eval';
import { train } from '../../../src/cli/train';
import { checkedBundle } from '../../../src/workers/bundle/bundle-file';
import { Printed } from '../support/printed';
import { TestFolder } from '../support/test-folder';

const PATIENCE = 180_000;
const folder = new TestFolder();
const printed = new Printed();

const THINGS = ['order', 'invoice', 'parcel', 'letter', 'basket', 'account', 'voucher', 'refund'];
const table = (rows: readonly (readonly [string, string])[], head = 'text,kind'): string =>
	[head, ...rows.map((cells) => cells.join(','))].join('\n');
/** Two kinds that words tell apart, each message in two rows. */
const LABELLED = THINGS.flatMap((thing, at) =>
	[at, at + 100].flatMap((id) => [
		[`the ${thing} ${id} was paid by card`, 'Money'] as const,
		[`cannot print the ${thing} ${id}: the printer is out of paper`, 'Printer'] as const
	])
);

describe('train', () => {
	it(
		'fits own labels, says what that is worth on unseen messages, and eval and classify take it',
		async () => {
			const file = await folder.file('labelled.csv', table([...LABELLED, ['no label here', '']]));
			const out = folder.at('own.bundle.json');
			const columns = ['--columns', 'message=text,label=kind'];
			expect(await train.run([file, ...columns, '-o', out])).toBe(0);
			expect(printed.text).toContain('16 distinct messages of 32 rows, 2 categories');
			expect(printed.text).toContain('1 row without a label: left out');
			expect(printed.text).toMatch(/right 100% of the rows; dealing rows at random/);
			const bundle = checkedBundle(await readFile(out, 'utf8'));
			expect(bundle.name).toBe('own');
			expect(bundle.rules).toEqual([]);
			expect(bundle.labels.map(({ name }) => name).sort()).toEqual(['Money', 'Printer']);
			const first = await readFile(out, 'utf8');
			await train.run([file, ...columns, '-o', out]);
			expect(await readFile(out, 'utf8')).toBe(first);

			const fresh = await folder.file(
				'fresh.csv',
				table([
					['the printer for the pencil is out of paper', 'Printer'],
					['the pencil was paid by card', 'Money'],
					['the rubber was paid by card', 'Printer']
				])
			);
			const text = await printed.by(evaluation.run([fresh, ...columns, '--bundle', out, '--json']));
			expect(JSON.parse(text)).toMatchObject({
				all: { rows: 3, strict: 2 / 3 },
				unseen: { rows: 3 }
			});
		},
		PATIENCE
	);

	it(
		'says what it cannot learn from',
		async () => {
			const file = await folder.file('few.csv', table(LABELLED.slice(0, 4), 'text,target_label'));
			const out = folder.at('few.json');
			await expect(train.run([file, '-o', out])).rejects.toThrow('Ten are the least');
			const bare = await folder.file('bare.csv', table(LABELLED.slice(0, 4), 'text,other'));
			await expect(train.run([bare, '-o', out])).rejects.toThrow('--columns label=COLUMN');
			await expect(train.run([bare])).rejects.toThrow('-o own.bundle.json');
		},
		PATIENCE
	);
});

describe('eval', () => {
	it(
		'judges as classify does',
		async () => {
			const messages = [
				'java.net.ConnectException: Connection refused',
				'order 17 of ann shipped',
				'disk /dev/sda1 is 97% full',
				'user ann logged in',
				'GET /shop/cart 200 12ms'
			];
			const bare = await folder.file(
				'bare.csv',
				table(
					messages.map((one) => [one, 'x'] as const),
					'message,k'
				)
			);
			await printed.by(classify.run([bare, '--output', 'jsonl']));
			const labels = printed.lines.map((row) => String(row['target_label']));
			expect(labels).toHaveLength(messages.length);
			const rows = messages.map(
				(one, at) => [one, at === 0 ? 'Wrong' : (labels[at] as string)] as const
			);
			const file = await folder.file('truth.csv', table(rows, 'message,target_label'));
			const text = await printed.by(evaluation.run([file]));
			expect(text).toContain('all (5)\n  strict 0.800');
			expect(printed.said.join('\n')).toContain('"Wrong" (1 row) is no category of the bundle');
		},
		PATIENCE
	);
});
