/**
 * Which encoder ships, and the exact bytes of its files. A page checks what it loads against these
 * values; `scripts/encoder/obtain.ts` checks what it makes, and prints new ones with `--print`.
 */

/** `int8` for the CPU (WebAssembly), `q4` for the GPU (WebGPU). */
export type EncoderForm = 'int8' | 'q4';

/** A file under the encoder's folder. */
export interface PinnedFile {
	/** Relative to the encoder's folder, with forward slashes. */
	readonly path: string;
	readonly bytes: number;
	/** Lower-case hexadecimal. */
	readonly sha256: string;
}

export const ENCODER_ID = 'all-MiniLM-L6-v2';
/** Length of an embedding. */
export const ENCODER_DIMENSIONS = 384;
/** Tokens of a text that count, [CLS] and [SEP] included: the length the encoder was trained for. */
export const ENCODER_MAX_TOKENS = 128;
/** Tokens that count when only the start of a message is to be read. */
export const ENCODER_SHORT_TOKENS = 64;
export const ENCODER_POOLING = 'mean';

/** Files that both forms need. */
const SHARED_FILES = [
	{
		path: 'config.json',
		bytes: 647,
		sha256: '313c85e759a247dbc098a1f858364ca6b7bf188fb6a3a75b180f484fab73dd0e'
	},
	{
		path: 'tokenizer.json',
		bytes: 533808,
		sha256: '07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904'
	},
	{
		path: 'tokenizer_config.json',
		bytes: 1463,
		sha256: 'e10bb633ba0d7f69ed342ae7de607f36b39ce53b455fbda69c71700bf57e6f66'
	}
] as const satisfies readonly PinnedFile[];

/** Self-contained models: no data file beside them. */
const WEIGHTS = {
	int8: {
		path: 'onnx/model_quantized.onnx',
		bytes: 23529439,
		sha256: '3bad5c7bf900baeaa6275b6e46f302a92baf0d3ae3fc5f2618f05edc772d0c1d'
	},
	q4: {
		path: 'onnx/model_q4.onnx',
		bytes: 20768247,
		sha256: 'be4168a1e8390185e61ad144749ed9c59f90f06b9bd745101e171bbb59dee81a'
	}
} as const satisfies Record<EncoderForm, PinnedFile>;

/** Every file that the page loads for a form, the weights last. */
export const ENCODER_FILES: Readonly<Record<EncoderForm, readonly PinnedFile[]>> = {
	int8: [...SHARED_FILES, WEIGHTS.int8],
	q4: [...SHARED_FILES, WEIGHTS.q4]
};

/**
 * Names the weights of a form. Embeddings of two revisions must not be mixed: caches and trained
 * heads carry the revision they belong to.
 */
export const ENCODER_REVISIONS: Readonly<Record<EncoderForm, string>> = {
	int8: revision('int8'),
	q4: revision('q4')
};

/**
 * Whether embeddings of a revision fit those that are made now: the two forms of the encoder do. Those of an earlier encoder
 * do not, and those whose revision was not kept may not.
 */
export const isPresentRevision = (revision: string | undefined): boolean =>
	Object.values(ENCODER_REVISIONS).some((present) => present === revision);

/**
 * Names the embeddings that an encoder gives when so many tokens of a text count: those of another number must not be
 * mixed with them either.
 */
export const embeddingRevision = (encoder: string, maxTokens = ENCODER_MAX_TOKENS): string =>
	maxTokens === ENCODER_MAX_TOKENS ? encoder : `${encoder}-${maxTokens}-tokens`;

function revision(form: EncoderForm): string {
	return `${ENCODER_ID}-${form}-${WEIGHTS[form].sha256.slice(0, 12)}`;
}
