import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../src/lib/pipeline/read/input-error';
import { rowMessage } from '../../../src/lib/pipeline/read/row-cells';
import { sniffInput } from '../../../src/lib/pipeline/sniff/sniff';
import type { SniffedInput } from '../../../src/lib/pipeline/sniff/sniffed';
import type { PieceText } from '../../../src/lib/pipeline/text/piece-text';
import { PieceDecoder } from '../../../src/workers/read/text-decoder';
import { withoutNuls } from '../../../src/workers/read/nul-bytes';
import { cut, cuts } from '../../unit/support/pieces';
import { readRows } from '../../unit/support/read-rows';
import { brokenText } from '../broken-text';
import { target, type Target } from '../target';

const name = fc.constantFrom('a.log', 'a.csv', 'a.json', 'a.jsonl', 'a.txt', 'a.tsv', 'a');

/** How a text would be read; undefined where it cannot be. */
function sniffed(text: string, file: string): SniffedInput | undefined {
	try {
		const found = sniffInput(text, true, file);
		return found.mapping.message === undefined ? undefined : found;
	} catch (error) {
		if (error instanceof InputError) return undefined;
		throw error;
	}
}

const withoutSpace = (text: string): string => text.replace(/\s/g, '');

/** Bytes in pieces, decoded as a file's are. */
function decoded(bytes: Uint8Array<ArrayBuffer>, shares: readonly number[]): PieceText[] {
	const decoder = new PieceDecoder('utf-8');
	const at = [0, ...shares.map((one) => Math.round(one * bytes.length)), bytes.length];
	at.sort((a, b) => a - b);
	const pieces = at.slice(1).map((end, i) => decoder.decode(bytes.slice(at[i], end)));
	return [...pieces, decoder.finish()].map((piece) => withoutNuls(piece).text);
}

export const reading: Target[] = [
	target(
		'any text is read the same at any piece border, as characters or as bytes, and again from its rows',
		'file',
		fc.record({ text: brokenText, file: name, at: cuts }),
		({ text: given, file, at }) => {
			const text = withoutNuls(given).text.replace(/^\uFEFF/, '');
			const found = sniffed(text, file);
			if (!found) return;
			const whole = readRows(found, [text]);
			assert.deepEqual(readRows(found, cut(text, at)), whole);
			// The decoder takes one mark away; the text may begin with another.
			const bytes = new TextEncoder().encode(`\uFEFF${text}`);
			assert.deepEqual(readRows(found, decoded(bytes, at)), whole);
			const messages = whole.raws.map((raw) => rowMessage({ ...found, extraColumns: 0 }, raw));
			if (found.format.kind !== 'csv')
				assert.deepEqual(
					messages,
					whole.rows.map(({ message }) => message)
				);
		}
	),
	target('no text of a log is lost', 'file', brokenText, (text) => {
		if (withoutSpace(text) === '') return;
		const found = sniffInput(text, true, 'a.log', { kind: 'lines' });
		const { raws } = readRows(found, [text]);
		assert.equal(sorted(withoutSpace(raws.join(''))), sorted(withoutSpace(text)));
	})
];

/** Entries of several outputs are woven: what counts is that every character is there. */
const sorted = (text: string): string => [...text].sort().join('');
