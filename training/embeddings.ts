import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENCODER_DIMENSIONS, ENCODER_REVISIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { Encoder } from '../src/lib/pipeline/embed/encoder';
import { convertToInt8 } from '../scripts/encoder/convert-int8';
import { loadSource } from '../scripts/encoder/download';
import { readDelta } from '../scripts/encoder/low-rank-delta';
import {
	createNodeEncoder,
	createSession,
	createTokenizer,
	NodeBackend
} from '../scripts/encoder/node-backend';
import { SourceModel } from '../scripts/encoder/source-model';

const CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'winnow');
const CHUNK = 512;

/** An encoder that need not be built where all is known already. */
interface NamedEncoder {
	/** Of the same name, the same embeddings. */
	name: string;
	build: () => Promise<Encoder>;
}

/**
 * Embeds texts with the encoder that ships, in Node on the kernels of the browser. Results are kept on disk by encoder
 * revision and text, so that a second run only embeds what is new.
 *
 * @returns row-major `texts.length × 384`
 */
export function embedTexts(texts: readonly string[]): Promise<Float32Array> {
	const build = (): Promise<Encoder> => createNodeEncoder('int8');
	return embedWith({ name: ENCODER_REVISIONS.int8, build }, texts);
}

/**
 * Embeds texts with an encoder that was tuned on the systems of the other folds (`foldOfEach`): for the systems of this
 * one it is what the shipped encoder is for a system that nobody has seen.
 *
 * @returns row-major `texts.length × 384`
 */
export async function embedForFold(texts: readonly string[], fold: number): Promise<Float32Array> {
	const path = join(import.meta.dirname, 'encoder-delta', `fold-${fold}.safetensors`);
	const source = await loadSource({ cacheFolder: CACHE, warn: console.warn });
	const model = convertToInt8(
		new SourceModel(
			source['onnx/model_q4.onnx'],
			source['onnx/model_q4.onnx_data'],
			await readDelta(path)
		)
	);
	const hash = createHash('sha256').update(model).digest('hex').slice(0, 12);
	const build = async (): Promise<Encoder> =>
		new Encoder(new NodeBackend(await createSession(model), await createTokenizer()));
	return embedWith({ name: `fold-${fold}-${hash}`, build }, texts);
}

async function embedWith(
	{ name, build }: NamedEncoder,
	texts: readonly string[]
): Promise<Float32Array> {
	const store = new EmbeddingFile(join(CACHE, `embeddings-${name}`));
	const missing = [...new Set(texts.filter((text) => !store.has(text)))];
	if (missing.length > 0) {
		const encoder = await build();
		for (let at = 0; at < missing.length; at += CHUNK) {
			const chunk = missing.slice(at, at + CHUNK);
			store.add(chunk, await encoder.embed(chunk));
			process.stderr.write(
				`\rembedded ${Math.min(at + CHUNK, missing.length)} of ${missing.length} new texts`
			);
		}
		process.stderr.write('\n');
		store.save();
	}
	const out = new Float32Array(texts.length * ENCODER_DIMENSIONS);
	texts.forEach((text, i) => out.set(store.get(text), i * ENCODER_DIMENSIONS));
	return out;
}

/** Hashes of texts in one file, their embeddings in another, in the same order. */
class EmbeddingFile {
	private readonly positions = new Map<string, number>();
	private vectors: Float32Array[] = [];

	constructor(private readonly path: string) {
		const keys = readIfThere(`${path}.keys`)?.toString('utf8').split('\n').filter(Boolean) ?? [];
		const bytes = readIfThere(`${path}.f32`);
		if (!bytes || bytes.length !== keys.length * ENCODER_DIMENSIONS * 4) return;
		const all = new Float32Array(
			bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
		);
		keys.forEach((key, i) =>
			this.put(key, all.slice(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS))
		);
	}

	has(text: string): boolean {
		return this.positions.has(keyOf(text));
	}

	get(text: string): Float32Array {
		return this.vectors[this.positions.get(keyOf(text)) as number] as Float32Array;
	}

	add(texts: readonly string[], embeddings: Float32Array): void {
		texts.forEach((text, i) =>
			this.put(keyOf(text), embeddings.slice(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS))
		);
	}

	save(): void {
		mkdirSync(CACHE, { recursive: true });
		writeFileSync(
			`${this.path}.f32`,
			Buffer.concat(this.vectors.map((vector) => Buffer.from(vector.buffer)))
		);
		writeFileSync(`${this.path}.keys`, [...this.positions.keys()].join('\n'));
	}

	private put(key: string, vector: Float32Array): void {
		if (this.positions.has(key)) return;
		this.positions.set(key, this.vectors.push(vector) - 1);
	}
}

const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

function readIfThere(path: string): Buffer | undefined {
	try {
		return readFileSync(path);
	} catch {
		return undefined;
	}
}
