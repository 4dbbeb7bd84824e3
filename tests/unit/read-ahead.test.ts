import * as Comlink from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReaderApi } from '../../src/workers/contracts';
import { readAhead } from '../../src/workers/read-ahead';
import { Reader } from '../../src/workers/reader';

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
const text = 'zeile 1 grüße\nline two\n'.repeat(9_000);

describe('readAhead', () => {
	it('gives the pieces in order, and bytes where each is a character', async () => {
		const ascii = 'plain line\n'.repeat(300_000);
		const files = [ascii, text].map((content, at) => ({
			file: new File([content], `${at}.log`),
			name: `${at}.log`
		}));
		const found = ['', ''];
		let finals = 0;
		for await (const piece of readAhead(remoteReader(), files, [READING, READING])) {
			found[piece.file ?? 0] += piece.text;
			if (piece.final) finals++;
			if (piece.ascii) expect(new TextDecoder().decode(piece.ascii)).toBe(piece.text);
			if (!piece.final) expect(piece.ascii !== undefined).toBe(piece.file === 0);
		}
		expect(found).toEqual([ascii, text]);
		expect(finals).toBe(2);
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
			for await (const piece of readAhead(remoteReader(), [broken], gzip)) found += piece.text;
		};
		await expect(read()).rejects.toThrow(/damaged|ends|cut|broken/i);
		expect(found).not.toBe('');
		expect(text.startsWith(found)).toBe(true);
	});

	it('ends the reading when its user has enough', async () => {
		const file = { file: new File(['x\n'.repeat(9_000_000)], 'a.log'), name: 'a.log' };
		const slice = vi.spyOn(Blob.prototype, 'slice');
		for await (const piece of readAhead(remoteReader(), [file], [READING])) {
			expect(piece.text).not.toBe('');
			break;
		}
		const read = slice.mock.calls.length;
		await new Promise((resolve) => setTimeout(resolve, 50));
		// The file has eighteen pieces.
		expect([read > 0, read < 10, slice.mock.calls.length]).toEqual([true, true, read]);
		slice.mockRestore();
	});
});
