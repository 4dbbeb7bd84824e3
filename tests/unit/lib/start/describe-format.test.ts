import { textDecoder } from '../../../../src/workers/read/text-decoder';
import { describe, expect, it } from 'vitest';
import {
	DELIMITER_NAMES,
	describeFormat,
	ENCODING_NAMES
} from '../../../../src/lib/start/describe-format';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';

const CSV: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['message']
};

describe('describeFormat', () => {
	it('says how an input is read', () => {
		expect(describeFormat(CSV)).toBe('CSV (comma, with a header, UTF-8)');
		expect(
			describeFormat({ ...CSV, delimiter: '\t', header: false, encoding: 'utf-16le', gzip: true })
		).toBe('CSV (tab, without header, UTF-16 LE, gzip)');
		const lines: InputFormat = { ...CSV, kind: 'lines' };
		expect(describeFormat(lines)).toBe('one message a line (UTF-8)');
		expect(describeFormat({ ...lines, gzip: true })).toBe('one message a line (UTF-8, gzip)');
	});

	it('shows what it has no name for as it is', () => {
		expect(describeFormat({ ...CSV, delimiter: '~', encoding: 'koi8-r' })).toBe(
			'CSV (~, with a header, koi8-r)'
		);
	});

	it('offers only encodings that can be decoded, and nothing twice', () => {
		for (const [encoding] of ENCODING_NAMES)
			expect(textDecoder(encoding).decode(new Uint8Array(4))).toMatch(/^\0+$/);
		for (const names of [ENCODING_NAMES, DELIMITER_NAMES]) {
			expect(new Set(names.map(([key]) => key)).size).toBe(names.length);
			expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);
		}
	});
});
