import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { classify } from '../../../src/cli/classify';
import { fold } from '../../../src/cli/fold';
import { Printed } from '../support/printed';
import { TestFolder } from '../support/test-folder';

const folder = new TestFolder();
const printed = new Printed();

const line = (second: number, level: string, source: string, message: string): string =>
	`2026-11-20T08:00:0${second}Z ${level.padEnd(5)} [main] ${source}: ${message}`;
const LOG = [
	line(0, 'INFO', 'shop.Web', 'order 17 shipped'),
	line(1, 'ERROR', 'shop.Store', 'Connection refused'),
	line(2, 'WARN', 'shop.Web', 'order 18 shipped'),
	line(3, 'INFO', 'shop.Web', 'order 19 shipped'),
	line(4, 'INFO', 'shop.Cart', 'cart is empty\n\tand was so before')
];

it('prints each distinct message once, in an order that no file decides', async () => {
	const log = await folder.file('app.log', LOG.join('\n'));
	const lines = await printed.by(fold.run([log]));
	expect(
		printed.lines.map(({ canonical, level, rule, rows }) => [canonical, level, rule, rows])
	).toEqual([
		['Connection refused', 'error', 'connection-refused', 1],
		[expect.stringContaining('and was so before'), 'info', null, 1],
		['order # shipped', 'info', null, 2],
		['order # shipped', 'warning', null, 1]
	]);
	expect(printed.lines[2]).toMatchObject({ message: 'order 17 shipped', source: 'shop.Web' });
	const turned = await folder.file('turned.log', [...LOG].reverse().join('\n'));
	const others = await printed.by(fold.run([turned]));
	expect(others.replaceAll('order 19', 'order 17')).toBe(lines);
});

it('gives files whose messages say the same of each other as all rows do', async () => {
	const log = await folder.file('app.log', LOG.join('\n'));
	const [whole, folded, messages] = ['whole.json', 'folded.json', 'messages.jsonl'].map((name) =>
		folder.at(name)
	) as [string, string, string];
	await fold.run([log, '-o', messages]);
	await classify.run([log, '--write-shares', whole]);
	await classify.run([messages, '--write-shares', folded]);
	expect(JSON.parse(await readFile(folded, 'utf8'))).toEqual(
		JSON.parse(await readFile(whole, 'utf8'))
	);
}, 120_000);
