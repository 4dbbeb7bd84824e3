/**
 * The encoder in Node: on the kernels that the browser runs, ONNX Runtime in WebAssembly on one thread, or on the runtime's
 * native code, whose 8-bit results are other ones.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { InputError } from '../../src/lib/pipeline/read/input-error';
import { Encoder } from '../../src/lib/pipeline/embed/encoder';
import type { EncoderBackend } from '../../src/lib/pipeline/embed/encoder';
import { ENCODER_FILES } from '../../src/lib/pipeline/embed/encoder-revision';
import type { EncoderForm } from '../../src/lib/pipeline/embed/encoder-revision';
import { readIfPresent, sha256 } from './files';

const FOLDER = new URL('../../static/models/all-MiniLM-L6-v2/', import.meta.url);

/** What makes tensors that a session takes: each form of the runtime has its own. */
type TensorMaker = new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;

/**
 * The run under way. In WebAssembly all sessions of a process share one memory: of two runs at once, also of two sessions,
 * now and then one fails or never ends.
 */
let lastRun: Promise<unknown> = Promise.resolve();

export class NodeBackend implements EncoderBackend {
	readonly #session: InferenceSession;
	readonly #tokenizer: Tokenizer;
	readonly #Tensor: TensorMaker;

	constructor(session: InferenceSession, tokenizer: Tokenizer, maker: TensorMaker = Tensor) {
		this.#session = session;
		this.#tokenizer = tokenizer;
		this.#Tensor = maker;
	}

	tokenize(text: string): number[] {
		return this.#tokenizer.encode(text).ids;
	}

	/** One run after the other, whichever backend it is of. */
	run(inputIds: BigInt64Array, batch: number, tokens: number): Promise<Float32Array> {
		const turn = lastRun.then(() => this.#run(inputIds, batch, tokens));
		lastRun = turn.catch(() => undefined);
		return turn;
	}

	async #run(inputIds: BigInt64Array, batch: number, tokens: number): Promise<Float32Array> {
		const shape = [batch, tokens];
		const { last_hidden_state: state } = await this.#session.run({
			input_ids: new this.#Tensor('int64', inputIds, shape),
			attention_mask: new this.#Tensor('int64', new BigInt64Array(inputIds.length).fill(1n), shape),
			token_type_ids: new this.#Tensor('int64', new BigInt64Array(inputIds.length), shape)
		});
		if (!state || !(state.data instanceof Float32Array))
			throw new Error('The model has no last_hidden_state.');
		return state.data;
	}

	/** Frees the session's memory; the backend cannot be used afterwards. */
	release(): Promise<void> {
		return this.#session.release();
	}
}

/** A session on one WebAssembly thread: Node cannot start the runtime's worker threads. */
export function createSession(
	model: Uint8Array,
	externalData: InferenceSession.SessionOptions['externalData'] = []
): Promise<InferenceSession> {
	env.wasm.numThreads = 1;
	return InferenceSession.create(model, { externalData, logSeverityLevel: 3 });
}

/** The shipped tokenizer. */
export async function createTokenizer(): Promise<Tokenizer> {
	const [tokenizer, config] = await Promise.all(
		['tokenizer.json', 'tokenizer_config.json'].map(readJson)
	);
	return new Tokenizer(tokenizer as object, config as object);
}

async function readJson(name: string): Promise<unknown> {
	return JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));
}

/**
 * The shipped encoder.
 *
 * @throws when a file is absent or is not the pinned one
 */
async function createNodeBackend(form: EncoderForm): Promise<NodeBackend> {
	return new NodeBackend(await createSession(await weightsOf(form)), await createTokenizer());
}

/** An encoder on {@link createNodeBackend}. */
export async function createNodeEncoder(form: EncoderForm): Promise<Encoder> {
	return new Encoder(await createNodeBackend(form));
}

/**
 * The shipped encoder on the runtime's native code, on all processors. Its embeddings never go where those of WebAssembly
 * are kept: they are near them and not the same.
 *
 * @throws InputError when the package with that code is not installed
 */
export async function createNativeEncoder(): Promise<Encoder> {
	const model = await weightsOf('int8');
	const native = await import('onnxruntime-node').catch((cause: unknown) => {
		throw new InputError(
			'The native encoder needs the package onnxruntime-node: npm install onnxruntime-node',
			{ cause }
		);
	});
	const session = await native.InferenceSession.create(model, { logSeverityLevel: 3 });
	return new Encoder(new NodeBackend(session, await createTokenizer(), native.Tensor));
}

async function weightsOf(form: EncoderForm): Promise<Buffer> {
	for (const file of ENCODER_FILES[form]) await checkFile(file);
	const weights = ENCODER_FILES[form].at(-1)!;
	return readFile(new URL(weights.path, FOLDER));
}

async function checkFile({
	path,
	sha256: expected
}: {
	path: string;
	sha256: string;
}): Promise<void> {
	const bytes = await readIfPresent(fileURLToPath(new URL(path, FOLDER)));
	if (bytes && sha256(bytes) === expected) return;
	const state = bytes ? 'is not the pinned file' : 'is missing';
	throw new Error(`${path} of the encoder ${state}: run \`npx tsx scripts/encoder/obtain.ts\`.`);
}
