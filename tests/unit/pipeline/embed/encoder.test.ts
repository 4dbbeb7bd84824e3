import { describe, expect, it } from 'vitest';
import { Encoder, MAX_BATCH, MAX_CHARACTERS } from '../../../../src/lib/pipeline/embed/encoder';
import type { EncoderBackend } from '../../../../src/lib/pipeline/embed/encoder';

const START = 1;
const END = 2;

/** One token per character; the state of token t is [t, 1]; every call's shape is kept. */
class FakeBackend implements EncoderBackend {
	readonly shapes: [batch: number, tokens: number][] = [];
	readonly seen: number[][] = [];
	onRun: () => void = () => undefined;

	tokenize(text: string): number[] {
		return [START, ...Array.from(text, (character) => character.charCodeAt(0)), END];
	}

	async run(inputIds: BigInt64Array, batch: number, tokens: number): Promise<Float32Array> {
		this.shapes.push([batch, tokens]);
		for (let row = 0; row < batch; row++) {
			this.seen.push(Array.from(inputIds.subarray(row * tokens, (row + 1) * tokens), Number));
		}
		this.onRun();
		return Float32Array.from(Array.from(inputIds).flatMap((id) => [Number(id), 1]));
	}
}

function setUp(maxTokens = 8): { backend: FakeBackend; encoder: Encoder } {
	const backend = new FakeBackend();
	return { backend, encoder: new Encoder(backend, { dimensions: 2, maxTokens }) };
}

/** The embedding that FakeBackend's states lead to. */
function expected(tokens: readonly number[]): number[] {
	const sum = tokens.reduce((total, token) => total + token, 0);
	const norm = Math.hypot(sum, tokens.length);
	return [Math.fround(sum / norm), Math.fround(tokens.length / norm)];
}

describe('Encoder', () => {
	it('returns unit vectors in the order of the texts', async () => {
		const { encoder } = setUp();
		const texts = ['abc', 'z', 'abd', 'y', ''];
		const result = await encoder.embed(texts);
		const tokens = texts.map((text) => [START, ...Array.from(text, (c) => c.charCodeAt(0)), END]);
		expect(Array.from(result)).toEqual(tokens.flatMap(expected));
	});

	it('runs texts of one length together and never pads', async () => {
		const { backend, encoder } = setUp();
		await encoder.embed(['abc', 'z', 'abd', 'y']);
		expect(backend.shapes).toEqual([
			[2, 5],
			[2, 3]
		]);
	});

	it('runs at most MAX_BATCH texts at a time', async () => {
		const { backend, encoder } = setUp();
		await encoder.embed(Array.from({ length: 2 * MAX_BATCH + 1 }, () => 'ab'));
		expect(backend.shapes).toEqual([
			[MAX_BATCH, 4],
			[MAX_BATCH, 4],
			[1, 4]
		]);
	});

	it('cuts long texts and keeps the mark for the end', async () => {
		const { backend, encoder } = setUp(4);
		await encoder.embed(['abcdef', 'ab']);
		expect(backend.seen).toEqual([
			[START, 97, 98, END],
			[START, 97, 98, END]
		]);
	});

	it('reads less of a text where asked to, and never more than it can', async () => {
		const { backend, encoder } = setUp(4);
		await encoder.embed(['abcdef'], undefined, 3);
		await encoder.embed(['abcdef'], undefined, 100);
		expect(backend.seen).toEqual([
			[START, 97, END],
			[START, 97, 98, END]
		]);
	});

	it('does not hand more than MAX_CHARACTERS to the tokenizer', async () => {
		const { backend, encoder } = setUp(2 * MAX_CHARACTERS);
		await encoder.embed(['x'.repeat(MAX_CHARACTERS + 100)]);
		expect(backend.shapes).toEqual([[1, MAX_CHARACTERS + 2]]);
	});

	it('gives zeros for a text without tokens, and does not run it', async () => {
		const { backend, encoder } = setUp();
		backend.tokenize = () => [];
		expect(Array.from(await encoder.embed(['']))).toEqual([0, 0]);
		expect(backend.shapes).toEqual([]);
	});

	it('gives nothing for no texts', async () => {
		expect(await setUp().encoder.embed([])).toEqual(new Float32Array(0));
	});

	it('does not start when aborted', async () => {
		const { backend, encoder } = setUp();
		await expect(encoder.embed(['a'], AbortSignal.abort(new Error('stop')))).rejects.toThrow(
			'stop'
		);
		expect(backend.shapes).toEqual([]);
	});

	it('stops after the running batch when aborted', async () => {
		const { backend, encoder } = setUp();
		const controller = new AbortController();
		backend.onRun = () => controller.abort(new Error('stop'));
		await expect(encoder.embed(['a', 'bb', 'ccc'], controller.signal)).rejects.toThrow('stop');
		expect(backend.shapes).toHaveLength(1);
	});

	it('rejects a result of another size', async () => {
		const { backend, encoder } = setUp();
		backend.run = async () => new Float32Array(5);
		await expect(encoder.embed(['a'])).rejects.toThrow(
			'gave 5 numbers for 1 texts of 3 tokens; expected 6'
		);
	});
});
