import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import { standInRow } from '../../../../src/lib/pipeline/read/stand-in-rows';

const MAPPING = { message: 2, source: 1, timestamp: 0, defaultSource: 'file' };
const format = (kind: InputFormat['kind']): InputFormat => ({
	kind,
	encoding: 'utf-8',
	gzip: false,
	delimiter: ';',
	header: false,
	columns: ['at', 'meta.app', 'msg', 'level']
});
const text = fc.string({ minLength: 1 }).map((found) => found.replace(/\p{Cc}/gu, 'x'));
/** A run has no source of a name that stands for no value: the rows then have the file's. */
const named = text.filter((found) => !/^(?:\\N|null|\(null\)|-|nil)$/i.test(found));

describe('standInRow', () => {
	it.each(['csv', 'json'] as const)('is read as what it stands for in %s', (kind) => {
		fc.assert(
			fc.property(text, named, fc.nat(2 ** 40), (canonical, source, time) => {
				const raw = standInRow(format(kind), MAPPING, { canonical, source, time });
				const batch = new RowReader(format(kind), MAPPING).push(raw, true);
				expect(batch.scanned.rows).toBe(1);
				expect([batch.message(0), batch.source(0), batch.time(0)]).toEqual([
					canonical,
					source,
					time
				]);
			})
		);
	});

	it('is the canonical text in a file of lines, and has no time where there is none', () => {
		const row = { canonical: 'took # ms', source: 's', time: NaN };
		expect(standInRow(format('lines'), MAPPING, row)).toBe('took # ms\n');
		expect(standInRow(format('csv'), MAPPING, row)).toBe('"";"s";"took # ms";""\n');
	});
});
