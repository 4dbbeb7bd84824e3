import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { unitKey } from '../../../../src/lib/pipeline/types';
import { describe, expect, it } from 'vitest';
import { saveChunk, saveRun, saveTemplates } from '../../../../src/lib/store/db';
import { previewInput } from '../../../../src/workers/classify/preview-input';
import type { InputFile, InputPreview } from '../../../../src/workers/contracts/classifier';
import { readFiles } from '../../../../src/workers/read/read-files';
import { fingerprint, pointOf, sameFiles } from '../../../../src/workers/classify/resume';
import { tarOf, zipOf } from '../../support/packed-files';
import { chunkRecord, runRecord } from '../../support/records';

const contents = (change = ''): string => `${'x'.repeat(300_000)}${change}${'y'.repeat(300_000)}`;
const named = (name: string, content: string) => ({ file: new File([content], name), name });

describe('sameFiles', () => {
	it('takes the same file, also under another name, and refuses others in plain words', async () => {
		const original = named('a.log', contents());
		await saveRun(
			runRecord('one', {
				files: [
					{
						name: 'a.log',
						source: 'a',
						bytes: original.file.size,
						encoding: 'utf-8',
						gzip: false
					}
				],
				fingerprints: [await fingerprint(original.file)]
			})
		);
		expect(await sameFiles('one', [named('b.log', contents())])).toMatchObject([{ name: 'a.log' }]);
		await expect(sameFiles('one', [named('a.log', contents('z'))])).rejects.toThrow(
			/has 600,001 bytes, that one had 600,000/
		);
		const other = contents().replace('xy', 'yx');
		await expect(sameFiles('one', [named('a.log', other)])).rejects.toThrow(/contents are others/);
		await expect(sameFiles('gone', [original])).rejects.toThrow(/no longer stored/);
	});

	it('puts several files into their order, and names the one that is missing', async () => {
		const [a, b] = [named('logs/a.log', 'aaa'), named('logs/b.log', 'bbb')];
		const reading = { source: 's', encoding: 'utf-8', gzip: false };
		await saveRun(
			runRecord('two', {
				files: [a, b].map(({ name, file }) => ({ ...reading, name, bytes: file.size })),
				fingerprints: [await fingerprint(a.file), await fingerprint(b.file)]
			})
		);
		const found = await sameFiles('two', [named('b.log', 'bbb'), named('a.log', 'aaa')]);
		expect(await Promise.all(found.map(({ file }) => file.text()))).toEqual(['aaa', 'bbb']);
		await expect(sameFiles('two', [b, named('c.log', 'ccc')])).rejects.toThrow(
			/"logs\/a.log" was not chosen/
		);
	});
});

describe('a run that came from an archive', () => {
	const packed = (name: string, change = 0): { file: File; name: string } => {
		const url = new URL(`../../../fixtures/packed/${name}`, import.meta.url);
		const bytes = Uint8Array.from(readFileSync(url));
		bytes[40] = (bytes[40] ?? 0) ^ change;
		return { file: new File([bytes], name, { lastModified: 0 }), name };
	};
	const textOf = async (input: InputFile[], preview: InputPreview): Promise<string> => {
		let text = '';
		for await (const piece of readFiles(input, preview.files, preview.format))
			text += stringOf(piece.text);
		return text;
	};

	it.each(['logs.zip', 'logs.tar.gz', 'logs.7z'])(
		'goes on with the files in %s, which is chosen again as a whole',
		async (name) => {
			const preview = await previewInput([packed(name)], { zone: 'utc' });
			const { input, files, format } = preview;
			if (typeof input === 'string') throw new TypeError('files were given');
			const fingerprints = await Promise.all(input.map(({ file }) => fingerprint(file)));
			await saveRun(runRecord(name, { files, format, fingerprints }));
			const again = await sameFiles(name, [packed(name)]);
			const text = await textOf(again, preview);
			expect(text).toMatch(/Worker stopped[^]*Disk full[^]*Link up/);
			expect(text).toBe(await textOf(input, preview));
			await expect(sameFiles(name, [packed(name, 1)])).rejects.toThrow(/its contents are others/);
		}
	);

	it('goes on with the files of an archive in it, which is unpacked once for all of them', async () => {
		const given = async (changed = '') => {
			const inner = await zipOf({
				'a.log': `2026-11-20 10:00:01 INFO one${changed}\n`,
				'b.log': 'two\n'
			});
			const outer = await tarOf({ 'inner.zip': inner });
			return { file: new File([outer], 'outer.tar', { lastModified: 0 }), name: 'outer.tar' };
		};
		const preview = await previewInput([await given()], { zone: 'utc' });
		const { input, files, format } = preview;
		if (typeof input === 'string') throw new TypeError('files were given');
		const fingerprints = await Promise.all(input.map(({ file }) => fingerprint(file)));
		await saveRun(runRecord('nested', { files, format, fingerprints }));
		const again = await sameFiles('nested', [await given()]);
		expect(again.map(({ name }) => name)).toEqual([
			'outer.tar/inner.zip/a.log',
			'outer.tar/inner.zip/b.log'
		]);
		expect(again[0]?.file).toBe(again[1]?.file);
		expect(await textOf(again, preview)).toBe(await textOf(input, preview));
		await expect(sameFiles('nested', [await given('!')])).rejects.toThrow(
			/"outer.tar" is as large|bytes, that one had/
		);
	});
});

describe('pointOf', () => {
	it('tells how far the store has come', async () => {
		const run = runRecord('point');
		await saveRun(run);
		expect(await pointOf(run, '1')).toMatchObject({ rows: 0, chunks: 0, nextBatch: 0 });
		for (const index of [0, 1])
			await saveChunk({ ...chunkRecord('point', index), firstRow: index * 2 });
		const result = {
			label: 'l',
			confidence: 1,
			tier: 'human' as const,
			certainty: 'sure' as const,
			family: 'no problem',
			familyConfidence: 1,
			needsReview: false,
			top: []
		};
		await saveTemplates([
			{ runId: 'point', index: 0, batch: 0, canonical: 'a', result },
			{ runId: 'point', index: 1, batch: 4, canonical: 'b' }
		]);
		const point = await pointOf(run, '1');
		expect(point).toMatchObject({ rows: 4, chunks: 2, nextBatch: 5 });
		expect([...point.results]).toEqual([[unitKey('a'), result]]);
	});

	it('refuses another version of the labels', async () => {
		await expect(pointOf(runRecord('v'), '2')).rejects.toThrow(/version 1 .* now 2/);
	});
});
