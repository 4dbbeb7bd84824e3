import { describe, expect, it } from 'vitest';
import { cellNames } from '../../../../src/lib/pipeline/read/cell-names';
import { chunkColumn, mayContain, rowCells } from '../../../../src/lib/pipeline/read/row-cells';
import { sniffInput } from '../../../../src/lib/pipeline/sniff/sniff';

const order = (id: number, more = {}): string =>
	JSON.stringify({ level: 'warn', msg: `order ${id} waits`, user: { id: `u${id}` }, ...more });

/** The cells of raw rows by their columns' names. */
function named(text: string, raws: string[]): Record<string, string>[] {
	const { format, mapping } = sniffInput(text, true, 'a.log');
	const names = cellNames(format);
	return raws.map((raw) => {
		const cells = rowCells({ format, mapping, extraColumns: 0 }, raw);
		return Object.fromEntries(cells.map((cell, at) => [names[at] ?? '', cell]));
	});
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('fields of objects in messages', () => {
	const envelopes: Record<string, (json: string) => string> = {
		CRI: (json) => `2026-11-20T06:25:01.250000000Z stdout F ${json}`,
		Docker: (json) =>
			JSON.stringify({ log: `${json}\n`, stream: 'stderr', time: '2026-11-20T06:25:01.25Z' }),
		syslog: (json) => `Nov 20 06:25:01 web1 shop[4711]: ${json}`,
		'plain lines': (json) => json
	};
	for (const [name, wrap] of Object.entries(envelopes))
		it(`are columns of ${name}`, () => {
			const plain = '2026-11-20 06:25:01 INFO started';
			const lines = [wrap(order(1)), wrap(order(2, { items: [7, 8] }))];
			const head = name === 'plain lines' ? [plain, plain, plain] : [];
			const [first, second] = named([...head, ...lines].join('\n'), lines);
			expect(first).toMatchObject({
				level: 'warn',
				message: 'order 1 waits',
				'user.id': 'u1',
				items: ''
			});
			expect(second).toMatchObject({ 'user.id': 'u2', items: '[7,8]' });
			// What the row's own columns say is not said twice.
			expect(Object.keys(first ?? {})).not.toContain('msg');
		});

	it('are columns of a table, between its own and those without a name', () => {
		const rows = [
			`2026-11-20T06:25:01Z,web1,${quoted(order(1, { host: 'pod1' }))}`,
			`2026-11-20T06:25:02Z,web2,${quoted(order(2))},late`
		];
		const text = ['time,host,message', ...rows].join('\n');
		const { format, mapping } = sniffInput(text, true, 'a.csv');
		expect(cellNames(format)).toEqual([
			...['time', 'host', 'message'],
			...['level', 'msg', 'user.id', 'host (2)']
		]);
		const layout = { format, mapping, extraColumns: 1 };
		expect(rows.map((raw) => rowCells(layout, raw).slice(3))).toEqual([
			['warn', 'order 1 waits', 'u1', 'pod1'],
			['warn', 'order 2 waits', 'u2', '', 'late']
		]);
		const chunk = { text: `${rows.join('\n')}\n`, ends: new Uint32Array(2) };
		chunk.ends.set([(rows[0]?.length ?? 0) + 1, chunk.text.length]);
		const column = (at: number): string[] => [0, 1].map(chunkColumn(layout, chunk, at));
		expect([column(1), column(6), column(7)]).toEqual([
			['web1', 'web2'],
			['pod1', ''],
			['', 'late']
		]);
	});

	it('are columns of JSON whose message is JSON', () => {
		const lines = [1, 2].map((id) =>
			JSON.stringify({ time: '2026-11-20T06:25:01Z', pod: 'p', log: order(id) })
		);
		expect(named(lines.join('\n'), lines)).toMatchObject([
			{ pod: 'p', 'user.id': 'u1' },
			{ pod: 'p', 'user.id': 'u2' }
		]);
	});

	it('are read from an object that the envelope cut into parts', () => {
		const json = order(1);
		const parts = [
			`2026-11-20T06:25:01.1Z stdout P ${json.slice(0, 20)}`,
			`2026-11-20T06:25:01.1Z stdout F ${json.slice(20)}`
		].join('\n');
		expect(named(parts, [parts])).toMatchObject([
			{ level: 'warn', message: 'order 1 waits', 'user.id': 'u1' }
		]);
	});

	it('are looked for in the raw text only where no writer would escape them', () => {
		const { format } = sniffInput(`time,message\n1,${quoted(order(1))}\n`, true, 'a.csv');
		expect(mayContain(format, quoted('{"a":"\\u00fc"}'), 'ü')).toBe(true);
		expect(mayContain(format, quoted('{"a":"x"}'), 'y')).toBe(false);
	});
});
