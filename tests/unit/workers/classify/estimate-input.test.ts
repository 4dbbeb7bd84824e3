import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { estimateInput, type EstimateInput } from '../../../../src/workers/classify/estimate-input';
import { SAMPLE_BYTES } from '../../../../src/lib/pipeline/constants';
import { saveEmbeddings } from '../../../../src/lib/store/embeddings';
import { inputFormat } from '../../support/export-rows';
import { CASCADE } from '../../support/run-fakes';

const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];
/** Eight kinds of message, one after the other, so that each part of the file has another one. */
const ROWS = 240_000;
const line = (row: number): string =>
	`web,${WORDS[Math.floor((row * WORDS.length) / ROWS)]} took ${row} ms\n`;
const TEXT = `source,log_message\n${Array.from({ length: ROWS }, (_, row) => line(row)).join('')}`;

function input(
	part: Blob | string,
	change: { encoding?: string; gzip?: boolean } = {}
): EstimateInput {
	const { encoding = 'utf-8', gzip = false } = change;
	const bytes = typeof part === 'string' ? part.length : part.size;
	return {
		input: typeof part === 'string' ? part : [{ file: part as File, name: 'a.csv' }],
		files: [{ name: 'a.csv', source: 'a', bytes, encoding, gzip }],
		format: { ...inputFormat(['source', 'log_message']), encoding, gzip },
		mapping: { source: 0, message: 1, defaultSource: 'a' }
	};
}

const packed = (text: string): Promise<Blob> =>
	new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

describe('estimateInput', () => {
	it('looks at all parts of a file', async () => {
		expect(TEXT.length).toBeGreaterThan(2 * SAMPLE_BYTES);
		for (const part of [TEXT, new Blob([TEXT])]) {
			const estimate = await estimateInput(input(part), CASCADE);
			expect(estimate.exact).toBe(false);
			expect(estimate.texts).toBe(WORDS.length);
			expect(Math.abs(estimate.rows / ROWS - 1)).toBeLessThan(0.02);
		}
	});

	it('counts a small input exactly', async () => {
		const text = 'source,log_message\na,one 1\na,one 2\na,two\n';
		const parts = [[text], [new Blob([text])], [await packed(text), true]] as const;
		for (const [part, gzip = false] of parts) {
			const estimate = await estimateInput(input(part, { gzip }), CASCADE);
			expect(estimate).toMatchObject({ exact: true, rows: 3, texts: 2 });
		}
	});

	it('unpacks the start of a packed file and tells its whole size', async () => {
		const estimate = await estimateInput(input(await packed(TEXT), { gzip: true }), CASCADE);
		expect(Math.abs(estimate.rows / ROWS - 1)).toBeLessThan(0.02);
		expect(estimate.exact).toBe(false);
		expect(estimate.texts).toBe(WORDS.length);
	});

	it('cuts no character of a wide encoding', async () => {
		const bytes = Buffer.from(`\uFEFF${TEXT.replaceAll('took', 'dauerte für')}`, 'utf16le');
		const part = input(new Blob([bytes]), { encoding: 'utf-16le' });
		const estimate = await estimateInput(part, CASCADE);
		expect(estimate.texts).toBe(WORDS.length);
		expect(Math.abs(estimate.rows / ROWS - 1)).toBeLessThan(0.02);
	});

	it('knows the texts that earlier runs of the same encoder embedded', async () => {
		const embedding = new Float32Array(4);
		const usedAt = Date.now();
		await saveEmbeddings(
			WORDS.slice(0, 2).map((word) => ({ key: ['r1', `${word} took # ms`], embedding, usedAt }))
		);
		for (const [revision, newTexts] of [
			['r1', 6],
			['r2', 8],
			[undefined, 8]
		] as const)
			expect(await estimateInput(input(TEXT), CASCADE, { revision })).toMatchObject({
				texts: 8,
				newTexts
			});
	});
});
