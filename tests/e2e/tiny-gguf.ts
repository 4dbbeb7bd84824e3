/**
 * A language model of some hundred kilobytes for llama.cpp: the Llama architecture with one layer of seeded random
 * weights. What it answers means nothing; that it answers at all shows that the real engine runs.
 *
 * The form is GGUF 3 (github.com/ggml-org/ggml, docs/gguf.md).
 */
import { DEFAULT_LABEL_DEFINITIONS } from '../../src/lib/pipeline/bundle/default-labels';
import { seededRandom } from '../../training/random';

const WIDTH = 32;
const INNER = 64;
const HEADS = 2;
const CONTEXT = 4_096;
const ALIGNMENT = 32;
/** Number of the token for byte 0; the special ones come before. */
const FIRST_BYTE = 3;

/** GGUF's types of values, as far as they are used. */
const U32 = 4;
const I32 = 5;
const F32 = 6;
const STRING = 8;
const ARRAY = 9;
/** Kinds of tokens of a SentencePiece vocabulary. */
const NORMAL = 1;
const UNKNOWN = 2;
const CONTROL = 3;
const BYTE = 6;

interface Token {
	text: string;
	kind: number;
	score: number;
}

type Value = number | string;
type Entry = [key: string, type: number, value: Value | Value[]];

export function tinyGguf(): Buffer {
	const tokens = vocabulary();
	const tensors = tensorsFor(tokens.length);
	const entries: Entry[] = [
		['general.architecture', STRING, 'llama'],
		['general.name', STRING, 'tiny'],
		['llama.context_length', U32, CONTEXT],
		['llama.embedding_length', U32, WIDTH],
		['llama.block_count', U32, 1],
		['llama.feed_forward_length', U32, INNER],
		['llama.attention.head_count', U32, HEADS],
		['llama.attention.layer_norm_rms_epsilon', F32, 1e-5],
		['llama.rope.dimension_count', U32, WIDTH / HEADS],
		['tokenizer.ggml.model', STRING, 'llama'],
		['tokenizer.ggml.tokens', STRING, tokens.map(({ text }) => text)],
		['tokenizer.ggml.scores', F32, tokens.map(({ score }) => score)],
		['tokenizer.ggml.token_type', I32, tokens.map(({ kind }) => kind)],
		['tokenizer.ggml.unknown_token_id', U32, 0],
		['tokenizer.ggml.bos_token_id', U32, 1],
		['tokenizer.ggml.eos_token_id', U32, 2]
	];
	let offset = 0;
	const infos = tensors.map(({ name, shape, values }) => {
		const info = [string(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)];
		offset = aligned(offset + values.byteLength);
		return Buffer.concat(info);
	});
	const head = Buffer.concat([
		Buffer.from('GGUF'),
		u32(3),
		u64(tensors.length),
		u64(entries.length),
		...entries.map(entryBytes),
		...infos
	]);
	return Buffer.concat([
		padded(head),
		...tensors.map(({ values }) => padded(Buffer.from(values.buffer)))
	]);
}

/** Bytes, so that any text can be written, and the words of prompts with all that they begin with, so that prompts are short. */
function vocabulary(): Token[] {
	const special = ['<unk>', '<s>', '</s>'].map((text, at) => ({
		text,
		kind: at === 0 ? UNKNOWN : CONTROL,
		score: 0
	}));
	const bytes = Array.from({ length: 256 }, (_, byte) => ({
		text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
		kind: BYTE,
		score: 0
	}));
	const words = Object.entries(DEFAULT_LABEL_DEFINITIONS).flat().join(' ').split(/\s+/);
	const beginnings = new Set(
		words.flatMap((word) =>
			Array.from({ length: word.length }, (_, at) => `\u2581${word.slice(0, at + 1)}`)
		)
	);
	const normal = [...beginnings].map((text, at) => ({ text, kind: NORMAL, score: -at }));
	return [...special, ...bytes, ...normal];
}

interface Tensor {
	name: string;
	/** Innermost first. */
	shape: number[];
	values: Float32Array;
}

function tensorsFor(tokens: number): Tensor[] {
	const random = seededRandom(7);
	const tensor = (name: string, ...shape: number[]): Tensor => {
		const size = shape.reduce((product, length) => product * length, 1);
		const fill = (): number => (shape.length === 1 ? 1 : random() - 0.5);
		return { name: `${name}.weight`, shape, values: Float32Array.from({ length: size }, fill) };
	};
	const output = tensor('output', WIDTH, tokens);
	// Half a character among the likeliest tokens would be no valid JSON for the engine's answer.
	output.values.fill(0, (FIRST_BYTE + 0x80) * WIDTH, (FIRST_BYTE + 0x100) * WIDTH);
	return [
		tensor('token_embd', WIDTH, tokens),
		tensor('output_norm', WIDTH),
		output,
		tensor('blk.0.attn_norm', WIDTH),
		...['q', 'k', 'v', 'output'].map((part) => tensor(`blk.0.attn_${part}`, WIDTH, WIDTH)),
		tensor('blk.0.ffn_norm', WIDTH),
		tensor('blk.0.ffn_gate', WIDTH, INNER),
		tensor('blk.0.ffn_up', WIDTH, INNER),
		tensor('blk.0.ffn_down', INNER, WIDTH)
	];
}

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
const padded = (bytes: Buffer): Buffer =>
	Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)]);

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}

function f32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeFloatLE(value);
	return bytes;
}

const string = (text: string): Buffer =>
	Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)]);

function valueBytes(type: number, value: Value): Buffer {
	if (typeof value === 'string') return string(value);
	return type === F32 ? f32(value) : u32(value);
}

function entryBytes([key, type, value]: Entry): Buffer {
	if (!Array.isArray(value))
		return Buffer.concat([string(key), u32(type), valueBytes(type, value)]);
	return Buffer.concat([
		string(key),
		u32(ARRAY),
		u32(type),
		u64(value.length),
		...value.map((item) => valueBytes(type, item))
	]);
}
