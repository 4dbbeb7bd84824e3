import * as Comlink from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RowChoice } from '../../../../src/lib/pipeline/read/input-format';
import { sliceText, stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import type { ReaderApi } from '../../../../src/workers/contracts/classifier';
import { readAhead } from '../../../../src/workers/read/read-ahead';
import { Reader } from '../../../../src/workers/read/reader';

let channel: MessageChannel | undefined;
afterEach(() => {
	channel?.port1.close();
	channel?.port2.close();
});

function remoteReader(): Comlink.Remote<ReaderApi> {
	channel = new MessageChannel();
	Comlink.expose(new Reader(), channel.port1);
	return Comlink.wrap<ReaderApi>(channel.port2);
}

const READING = { name: 'a.log', source: 'a', encoding: 'utf-8', gzip: false, bytes: 0 };
const LINES: RowChoice = {
	format: {
		kind: 'lines',
		encoding: 'utf-8',
		gzip: false,
		delimiter: '',
		header: false,
		columns: ['message']
	},
	mapping: { message: 0, defaultSource: 'a' }
};
const CSV: RowChoice = {
	format: { ...LINES.format, kind: 'csv', delimiter: ',', columns: ['message', 'n'] },
	mapping: LINES.mapping
};
const text = 'zeile 1 grüße\nline two\n'.repeat(9_000);

describe('readAhead', () => {
	it('gives the pieces in order, in bytes until the end', async () => {
		const ascii = 'plain line\n'.repeat(300_000);
		const files = [ascii, text].map((content, at) => ({
			file: new File([content], `${at}.log`),
			name: `${at}.log`
		}));
		const found = ['', ''];
		let finals = 0;
		for await (const piece of readAhead(remoteReader(), files, [READING, READING], LINES)) {
			found[piece.file ?? 0] += stringOf(piece.text);
			if (piece.final) finals++;
			else expect(typeof piece.text).toBe('object');
			expect([piece.scanned, piece.fields]).toEqual([undefined, undefined]);
		}
		expect(found).toEqual([ascii, text]);
		expect(finals).toBe(2);
	});

	it('finds the rows of a table, also of those that two pieces share', async () => {
		const rows = Array.from({ length: 60_000 }, (_, at) => `"message ${at}, grün",${at}`);
		for (const content of [rows.join('\n'), rows.join('\n').replaceAll('ü', 'u')]) {
			const file = { file: new File([content], 'a.csv'), name: 'a.csv' };
			let found = '';
			let count = 0;
			let pieces = 0;
			for await (const piece of readAhead(remoteReader(), [file], [READING], CSV)) {
				const { scanned, fields } = piece;
				if (!scanned || !fields) throw new Error('not scanned');
				expect(fields.time).toHaveLength(scanned.rows);
				const part = (from = 0, to = 0): string => stringOf(sliceText(scanned.text, from, to));
				for (let row = 0; row < scanned.rows; row++) {
					found += part(scanned.starts[row], scanned.ends[row]);
					const message = part(scanned.cells[2 * row], scanned.cells[2 * row + 1]);
					if (!message.startsWith(`message ${count++}, gr`)) expect(message).toBe(count);
				}
				pieces++;
			}
			expect([found === content, count, pieces > 2]).toEqual([true, 60_000, true]);
		}
	});

	it('says why reading breaks off, after what was read before', async () => {
		const packed = new Uint8Array(
			await new Response(
				new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
			).arrayBuffer()
		);
		const broken = { file: new File([packed.slice(0, -30)], 'a.log.gz'), name: 'a.log.gz' };
		let found = '';
		const read = async (): Promise<void> => {
			const gzip = [{ ...READING, gzip: true }];
			for await (const piece of readAhead(remoteReader(), [broken], gzip, LINES))
				found += stringOf(piece.text);
		};
		await expect(read()).rejects.toThrow(/damaged|ends|cut|broken/i);
		expect(found).not.toBe('');
		expect(text.startsWith(found)).toBe(true);
	});

	it('ends the reading when its user has enough', async () => {
		const file = { file: new File(['x\n'.repeat(9_000_000)], 'a.log'), name: 'a.log' };
		const slice = vi.spyOn(Blob.prototype, 'slice');
		for await (const piece of readAhead(remoteReader(), [file], [READING], LINES)) {
			expect(piece.text).not.toBe('');
			break;
		}
		const read = slice.mock.calls.length;
		await new Promise((resolve) => setTimeout(resolve, 50));
		// The file has seventy pieces.
		expect([read > 0, read < 30, slice.mock.calls.length]).toEqual([true, true, read]);
		slice.mockRestore();
	});
});
