import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	cellAt,
	otherFields,
	parseObject,
	pathsOf
} from '../../../../src/lib/pipeline/read/json-fields';
import { JsonScanner } from '../../../../src/lib/pipeline/read/json-scanner';
import { cut, cuts } from '../../support/pieces';

function scan(pieces: readonly string[]): {
	raws: string[];
	unclosed: number[];
	blankLines: number;
} {
	const scanner = new JsonScanner();
	const all = { raws: [] as string[], unclosed: [] as number[], blankLines: 0 };
	pieces.forEach((piece, at) => {
		const { text, rows, starts, ends, unclosed, blankLines } = scanner.push(
			piece,
			at === pieces.length - 1
		);
		all.blankLines += blankLines;
		all.unclosed.push(...unclosed.map((row) => row + all.raws.length));
		for (let row = 0; row < rows; row++) all.raws.push(text.slice(starts[row], ends[row]));
	});
	return all;
}

const objects = (text: string): unknown[] =>
	scan([text]).raws.map((raw) => parseObject(raw) ?? raw);

describe('JsonScanner', () => {
	it('finds the same objects in JSONL, an array, a printed array and one after the other', () => {
		const value = fc.letrec((tie) => ({
			any: fc.oneof(
				{ maxDepth: 3 },
				fc.constantFrom(null, true, 17, -0.5, '', 'a', '{"', '[}', '\\', '"', '\n', 'é😀', ','),
				fc.array(tie('any'), { maxLength: 3 }),
				fc.dictionary(fc.constantFrom('a', 'b.c', '{', '}', '"'), tie('any'), { maxKeys: 3 })
			)
		})).any;
		const list = fc.array(fc.dictionary(fc.constantFrom('x', 'y', 'z'), value, { maxKeys: 3 }), {
			minLength: 1,
			maxLength: 5
		});
		const layout = fc.constantFrom<(items: object[]) => string>(
			(items) => items.map((item) => JSON.stringify(item)).join('\n'),
			(items) => items.map((item) => `${JSON.stringify(item)}\r\n`).join('\r\n'),
			(items) => JSON.stringify(items),
			(items) => JSON.stringify(items, null, 2),
			(items) => JSON.stringify(items, null, '\t') + '\n',
			(items) => items.map((item) => JSON.stringify(item, null, 2)).join('\n'),
			(items) => items.map((item) => JSON.stringify(item)).join('')
		);
		fc.assert(
			fc.property(list, layout, cuts, (items, write, at) => {
				const text = write(items);
				const found = scan(cut(text, at));
				expect(found.raws.map(parseObject)).toEqual(JSON.parse(JSON.stringify(items)));
				expect(found).toEqual(scan([text]));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('gives a line that is no object as it is', () => {
		expect(objects('starting\n{"a":1}\n[INFO] x\n\n{"b":2}\n')).toEqual([
			'starting\n',
			{ a: 1 },
			'[INFO] x\n',
			{ b: 2 }
		]);
	});

	it('goes on after an object that is cut off', () => {
		const text = '{"a":1}\n{"b":"cut\n{"c":{"d":\n{"e":5}\n{"f":6';
		expect(objects(text)).toEqual([{ a: 1 }, '{"b":"cut\n', '{"c":{"d":\n', { e: 5 }, '{"f":6']);
		expect(scan([text]).unclosed).toEqual([1, 2, 4]);
	});

	it('reads any text the same, whatever the pieces, and loses none of it', () => {
		const text = fc
			.array(
				fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', ' ', '\n', '\r\n', '\r', '\\'),
				{
					maxLength: 30
				}
			)
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, cuts, (text, at) => {
				const whole = scan([text]);
				expect(scan(cut(text, at))).toEqual(whole);
				const kept = whole.raws.join('').replace(/[\s,[\]]/g, '');
				expect(kept).toBe(text.replace(/[\s,[\]]/g, ''));
			}),
			{ numRuns: 2_000 }
		);
	});
});

describe('JSON fields', () => {
	const object = {
		a: { b: { c: 1 }, 'd.e': 'dotted' },
		'f.g': true,
		list: [1, { x: 2 }],
		none: null,
		empty: {}
	};

	it('finds values by dotted paths, also where names hold dots', () => {
		expect(pathsOf(object)).toEqual(['a.b.c', 'a.d.e', 'f.g', 'list', 'none', 'empty']);
		expect(pathsOf(object).map((path) => cellAt(object, path))).toEqual([
			'1',
			'dotted',
			'true',
			'[1,{"x":2}]',
			'',
			'{}'
		]);
	});

	it('finds nothing that the object does not have itself', () => {
		for (const path of ['constructor', '__proto__', 'a.constructor', 'a.b.c.d', 'x', ''])
			expect(cellAt(object, path)).toBe('');
	});

	it('names the fields that are no columns', () => {
		expect(otherFields('{"a":1,"b":{"c":2,"d":[3]}}', ['a', 'b.c'])).toBe('{"b.d":[3]}');
		expect(otherFields('{"a":1}', ['a'])).toBe('');
		expect(otherFields('no object', ['a'])).toBe('');
	});
});
