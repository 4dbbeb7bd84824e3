import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordFinder } from '../../../../src/lib/pipeline/read/json-records';
import { findRecords } from '../../../../src/lib/pipeline/sniff/json-path';
import { cut, cuts } from '../../support/pieces';

/** Records of a text that comes in pieces. */
function records(path: readonly string[], pieces: readonly string[]): unknown[] {
	const finder = new RecordFinder(path);
	return pieces
		.map((piece, at) => finder.push(piece, at === pieces.length - 1))
		.join('')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as unknown);
}

const EVENTS = [
	{ time: '2026-11-20T06:25:01Z', text: 'gate {4} [open], "wide"', list: [{ a: 1 }, [2]] },
	{ time: '2026-11-20T06:25:02Z', text: 'ramp 9\\' }
];

describe('RecordFinder', () => {
	it.each([undefined, 2])(
		'finds the elements wherever the text is cut, indented by %j',
		(indent) => {
			const text = JSON.stringify(
				{ took: { ms: 3 }, answer: { events: EVENTS, next: null } },
				null,
				indent
			);
			const path = ['answer', 'events'];
			expect(records(path, [text])).toEqual(EVENTS.map((event) => ({ took: { ms: 3 }, ...event })));
			fc.assert(
				fc.property(cuts, (at) => {
					expect(records(path, cut(text, at))).toEqual(records(path, [text]));
				})
			);
		}
	);

	it('loses nothing that is not as expected', () => {
		const text =
			'{"events":[{"n":1}]}\n{"other":2}\nno object\n{"events":["text",{"n":3}]}\n{"events":[{"n":4';
		const lines = new RecordFinder(['events']).push(text, true).split('\n');
		expect(lines.slice(0, -1)).toEqual([
			'{"n":1}',
			'{"other":2}',
			'no object',
			'{"message":"text"}',
			'{"n":3}',
			'{"n":4'
		]);
	});

	it('adds the labels of a stream to each of its entries', () => {
		const result = [{ stream: { app: 'depot' }, values: [['1795155901000000000', 'open']] }];
		expect(records(['data', 'result', 'values'], [JSON.stringify({ data: { result } })])).toEqual([
			{ stream: { app: 'depot' }, timestamp: '1795155901000000000', message: 'open' }
		]);
	});
});

describe('findRecords', () => {
	it('finds the way to the events, also where the sample ends within them', () => {
		const text = JSON.stringify({ meta: { ids: [1] }, answer: { list: EVENTS } });
		expect(findRecords(text)).toEqual(['answer', 'list']);
		expect(findRecords(text.slice(0, -20))).toEqual(['answer', 'list']);
	});

	it.each([
		{ time: '2026-11-20T06:25:01Z', message: 'open', gates: [{ time: 1, message: 'x' }] },
		{ message: 'open', parts: [{ text: 'a', level: 'info' }] },
		{ ids: [{ id: 1 }, { id: 2 }] },
		{ message: 'open' }
	])('leaves an event as it is: %j', (event) => {
		expect(findRecords(JSON.stringify(event))).toBeUndefined();
	});
});
