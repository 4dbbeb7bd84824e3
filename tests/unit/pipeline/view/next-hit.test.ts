import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextHit } from '../../../../src/lib/pipeline/view/next-hit';

const among = (lines: string) => (line: number) => lines[line] === 'x';

describe('nextHit', () => {
	it('goes on from a line, and round both ends', () => {
		const lines = '.x..xx';
		const step = (from: number, by: 1 | -1) => nextHit(lines.length, among(lines), from, by);
		expect(step(-1, 1)).toEqual({ line: 1, at: 1, of: 3 });
		expect(step(1, 1)).toEqual({ line: 4, at: 2, of: 3 });
		expect(step(5, 1)).toEqual({ line: 1, at: 1, of: 3 });
		expect(step(1, -1)).toEqual({ line: 5, at: 3, of: 3 });
		expect(step(-1, -1)).toEqual({ line: 5, at: 3, of: 3 });
	});

	it('finds nothing where there is nothing, and the only hit again', () => {
		expect(nextHit(3, among('...'), 1, 1)).toBeUndefined();
		expect(nextHit(0, undefined, -1, 1)).toBeUndefined();
		expect(nextHit(3, among('.x.'), 1, 1)).toEqual({ line: 1, at: 1, of: 1 });
	});

	it('comes by every hit once, in order, before it is back', () => {
		const lists = fc.array(fc.constantFrom('x', '.'), { minLength: 1 }).map((all) => all.join(''));
		fc.assert(
			fc.property(lists, (lines) => {
				const hits = [...lines].flatMap((one, at) => (one === 'x' ? [at] : []));
				let line = -1;
				const seen = hits.map(
					() => (line = nextHit(lines.length, among(lines), line, 1)?.line ?? -1)
				);
				expect(seen).toEqual(hits);
			})
		);
	});
});
