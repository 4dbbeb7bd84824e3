import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';
import { stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { readSample, readText } from '../../../../src/workers/read/read-text';
import { expectSame, gzip, read } from '../../support/read-support';

describe('zstd', () => {
	const packed = readFileSync(new URL('../../../fixtures/packed/app.log.zst', import.meta.url));
	const blob = (bytes: Uint8Array): Blob => new Blob([Uint8Array.from(bytes)]);
	const choice = { encoding: 'utf-8', gzip: false, zstd: true };

	it('is found and unpacked', async () => {
		const { text, bytesRead } = await read(blob(packed), choice);
		expect(text).toBe(
			'2026-11-20 06:25:01 ERROR Disk full\n2026-11-20 06:25:02 INFO Gr\u00fc\u00dfe\n'
		);
		expect(bytesRead.at(-1)).toBe(packed.length);
		expect(await readSample(blob(packed))).toMatchObject({ zstd: true, complete: true, text });
	});

	it('is said to be damaged when it is', async () => {
		for (const bytes of [packed.subarray(0, 20), Buffer.concat([packed.subarray(0, 8), packed])])
			await expect(read(blob(bytes), choice)).rejects.toThrow(/zstd file is damaged or cut off/);
	});

	it('is refused when it is a bomb', async () => {
		// A frame of blocks that each repeat one byte 128 KiB times.
		const header = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
		const block = [0x02, 0x00, 0x10, 0x41];
		const bytes = Uint8Array.from([
			...header,
			...Array.from({ length: 2_000 }, () => block).flat()
		]);
		await expect(read(new Blob([bytes]), choice)).rejects.toThrow(/decompression bomb/);
	});
});

describe('damaged gzip', () => {
	const choice = { encoding: 'utf-8', gzip: true };
	let state = 1;
	const noise = Uint8Array.from({ length: 200_000 }, () => {
		state = (state * 48_271) % 2_147_483_647;
		return 97 + (state % 26);
	});

	it('gives what comes before the cut, then says that the file is cut off', async () => {
		const cut = gzip(noise).slice(0, -2_000);
		let text = '';
		const reading = async (): Promise<void> => {
			for await (const piece of readText(new Blob([cut]), choice)) {
				text += stringOf(piece.text);
				// Unpacking must not run into the cut while a reader is still busy with what stands before it.
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		};
		const error = await reading().catch((error: unknown) => error);
		expect(error).toBeInstanceOf(InputError);
		expect((error as Error).message).toMatch(/damaged or cut off after [\d,]+ unpacked bytes/);
		// All but the last block that the unpacker had not filled.
		expect(text.length).toBeGreaterThan(0.85 * noise.length);
		expectSame(text, new TextDecoder().decode(noise).slice(0, text.length));
	});

	it('says so when bytes in the middle are wrong', async () => {
		const wrong = gzip(noise);
		wrong.fill(0xff, 1_000, 1_050);
		await expect(read(new Blob([wrong]), choice).then(() => 'read')).rejects.toThrow(
			/damaged or cut off/
		);
	});
});

describe('decompression bomb', () => {
	let bomb: Uint8Array<ArrayBuffer>;
	beforeAll(() => {
		bomb = gzip(new Uint8Array(200 * 2 ** 20));
	});

	it('is refused long before it is unpacked', async () => {
		let unpacked = 0;
		const reading = async (): Promise<void> => {
			for await (const { text } of readText(new Blob([bomb]), { encoding: 'utf-8', gzip: true }))
				unpacked += text.length;
		};
		await expect(reading()).rejects.toThrow(/refused as a decompression bomb/);
		expect(unpacked).toBeLessThan(150 * 2 ** 20);
	});

	it('does not keep the sample from being read', async () => {
		await expect(readSample(new Blob([bomb]), 'utf-8')).resolves.toMatchObject({ gzip: true });
	});
});
