import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_FORMATS } from '../../../../src/lib/pipeline/read/formats';
import { rowMessage } from '../../../../src/lib/pipeline/read/row-cells';
import { sniffInput } from '../../../../src/lib/pipeline/sniff/sniff';
import { FORMAT_SAMPLES } from '../../../format-samples';
import { cut, cuts } from '../../support/pieces';
import { readRows } from '../../support/read-rows';

describe.each(FORMAT_SAMPLES)('the sample $file', ({ file, text, kind, formats, rows }) => {
	const sniffed = sniffInput(text, true, file);

	it('is recognised', () => {
		expect(sniffed.format.kind).toBe(kind);
		if (formats) expect(sniffed.format.lineFormats).toEqual(formats);
	});

	it('is read with time, level, source and message', () => {
		expect(readRows(sniffed, [text]).rows).toEqual(rows);
	});

	it('is read the same in pieces, wherever they are cut', () => {
		const whole = readRows(sniffed, [text]);
		for (let at = 0; at <= text.length; at++)
			expect(readRows(sniffed, [text.slice(0, at), text.slice(at)])).toEqual(whole);
		fc.assert(
			fc.property(cuts, (at) => {
				expect(readRows(sniffed, cut(text, at))).toEqual(whole);
			}),
			{ numRuns: 30 }
		);
	});

	it('is read the same again from the stored rows', () => {
		const { raws } = readRows(sniffed, [text]);
		const messages = raws.map((raw) => rowMessage({ ...sniffed, extraColumns: 0 }, raw));
		expect(messages).toEqual(rows.map(({ message }) => message));
	});

	it('loses no text', () => {
		// Of an object that holds the rows in an array, its other fields are added to each.
		if (sniffed.format.recordsAt) return;
		const { raws } = readRows(sniffed, [text]);
		const kept = raws.join('').replace(/\s/g, '');
		const header = kind === 'csv' ? text.length : 2;
		const lost = text.replace(/\s/g, '').length - kept.length;
		expect(lost).toBeGreaterThanOrEqual(0);
		expect(lost).toBeLessThanOrEqual(kind === 'lines' ? 0 : header);
	});

	it('is read the same with CRLF', () => {
		if (text.includes('\r')) return;
		const crlf = text.replaceAll('\n', '\r\n');
		const found = readRows(sniffInput(crlf, true, file), [crlf]).rows;
		const unix = found.map((row) => ({ ...row, message: row.message.replaceAll('\r\n', '\n') }));
		expect(unix).toEqual(rows);
	});
});

describe('the table of formats', () => {
	it('has a sample for each', () => {
		const sampled = new Set(FORMAT_SAMPLES.flatMap(({ formats = [] }) => formats));
		expect(LINE_FORMATS.map(({ id }) => id).filter((id) => !sampled.has(id))).toEqual([]);
	});

	it('has distinct ids and names, and an example that its own format reads first', () => {
		expect(new Set(LINE_FORMATS.map(({ id }) => id)).size).toBe(LINE_FORMATS.length);
		expect(new Set(LINE_FORMATS.map(({ name }) => name)).size).toBe(LINE_FORMATS.length);
		for (const { id, example } of LINE_FORMATS) {
			const line = example.split('\n')[0] as string;
			expect(LINE_FORMATS.find(({ read }) => read(line, 0, line.length))?.id).toBe(id);
		}
	});

	it('claims no bare message', () => {
		for (const message of [
			'Connection failed due to timeout',
			'FileNotFoundError: dataset.csv missing',
			'ERROR 404',
			'Timeout',
			'user 17 logged in at 10:15',
			'{"a": 1}',
			'a=1 b=2',
			'2026 was a good year'
		])
			expect(LINE_FORMATS.find(({ read }) => read(message, 0, message.length))?.id).toBeUndefined();
	});

	it('looks at no more than the line', () => {
		for (const { id, example, read } of LINE_FORMATS) {
			const line = example.split('\n')[0] as string;
			const alone = read(line, 0, line.length);
			const within = read(`x\n${line}\nnext: y\n`, 2, 2 + line.length);
			expect(within, id).toEqual({ ...alone, start: (alone?.start ?? 0) + 2 });
			for (let end = 0; end < line.length; end++) {
				const part = read(`${line.slice(0, end)}\n${line.slice(end)}`, 0, end);
				if (part) expect(part.start, id).toBeLessThanOrEqual(end);
			}
		}
	});
});
