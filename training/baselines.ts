import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { EMPTY_SPARSE, type SparseVector } from '../src/lib/pipeline/bundle/features';
import { fitUsedFeatures } from '../src/lib/pipeline/train/train-head';
import {
	fitLogisticRegression,
	type LinearWeights,
	type TrainingSet
} from '../src/lib/pipeline/train/logistic-regression';

/** What a baseline learns from and is asked about. */
interface BaselineData {
	messages: readonly string[];
	/** Row-major `messages.length × 384`. */
	embeddings: Float32Array;
}

/** Positions of the predicted labels in `DEFAULT_LABELS`, one for each test message. */
export type Baseline = (
	train: BaselineData,
	labels: readonly number[],
	test: BaselineData
) => number[];

const CLASSES = DEFAULT_LABELS.length;

export const majority: Baseline = (_, labels, test) => {
	const counts = DEFAULT_LABELS.map((_label, k) => labels.filter((label) => label === k).length);
	return test.messages.map(() => counts.indexOf(Math.max(...counts)));
};

/** Cosine-weighted vote of the `k` nearest training messages. */
export const nearestNeighbours =
	(k: number): Baseline =>
	(train, labels, test) =>
		test.messages.map((_, i) => {
			const query = row(test.embeddings, i);
			const votes = new Float64Array(CLASSES);
			labels
				.map((label, j) => ({ label, similarity: dot(query, row(train.embeddings, j)) }))
				.sort((a, b) => b.similarity - a.similarity)
				.slice(0, k)
				.forEach(({ label, similarity }) => (votes[label] = (votes[label] as number) + similarity));
			return argmax(votes);
		});

/** The predecessor's recipe: logistic regression with default settings on the sentence embedding. */
export const embeddingRegression: Baseline = (train, labels, test) => {
	const head = fitLogisticRegression(
		trainingSet(train.embeddings, noSparse(labels.length), 0, labels),
		{
			c: 1,
			maxIterations: 200
		}
	);
	return predict(head, test.embeddings, noSparse(test.messages.length));
};

/** TF-IDF of word uni- and bigrams and of character 3- to 5-grams inside words, hashed, with logistic regression. */
export const tfidfRegression: Baseline = (train, labels, test) => {
	const idf = inverseDocumentFrequency(train.messages);
	const vectors = train.messages.map((message) => tfidf(message, idf));
	const head = fitUsedFeatures(trainingSet(new Float32Array(0), vectors, TFIDF_BUCKETS, labels), {
		c: 10
	});
	return predict(
		head,
		new Float32Array(0),
		test.messages.map((message) => tfidf(message, idf))
	);
};

const TFIDF_BUCKETS = 32_768;

function gramsOf(message: string): string[] {
	const words =
		message
			.toLowerCase()
			.replace(/\d+/g, '0')
			.match(/[\p{L}\d_]+/gu) ?? [];
	const grams = [...words];
	words.forEach((word, i) => {
		if (i > 0) grams.push(`${words[i - 1]} ${word}`);
		const padded = `<${word}>`;
		for (let n = 3; n <= 5; n++)
			for (let at = 0; at + n <= padded.length; at++) grams.push(`c${padded.slice(at, at + n)}`);
	});
	return grams;
}

function bucketCounts(message: string): Map<number, number> {
	const counts = new Map<number, number>();
	for (const gram of gramsOf(message)) {
		let hash = 0;
		for (let i = 0; i < gram.length; i++) hash = (Math.imul(hash, 31) + gram.charCodeAt(i)) | 0;
		const bucket = ((hash ^ (hash >>> 16)) >>> 0) % TFIDF_BUCKETS;
		counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
	}
	return counts;
}

function inverseDocumentFrequency(messages: readonly string[]): Float64Array {
	const documents = new Float64Array(TFIDF_BUCKETS);
	for (const message of messages)
		for (const bucket of bucketCounts(message).keys())
			documents[bucket] = (documents[bucket] as number) + 1;
	return documents.map((count) => Math.log((1 + messages.length) / (1 + count)) + 1);
}

function tfidf(message: string, idf: Float64Array): SparseVector {
	const counts = [...bucketCounts(message)].map(([bucket, count]): [number, number] => [
		bucket,
		(1 + Math.log(count)) * (idf[bucket] as number)
	]);
	const norm = Math.sqrt(counts.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
	return {
		indices: Uint32Array.from(counts, ([bucket]) => bucket),
		values: Float32Array.from(counts, ([, value]) => value / norm)
	};
}

const noSparse = (count: number): SparseVector[] =>
	new Array<SparseVector>(count).fill(EMPTY_SPARSE);

function trainingSet(
	dense: Float32Array,
	sparse: SparseVector[],
	sparseWidth: number,
	labels: readonly number[]
): TrainingSet {
	const targets = new Float32Array(labels.length * CLASSES);
	labels.forEach((label, i) => (targets[i * CLASSES + label] = 1));
	return {
		dense,
		denseWidth: dense.length / labels.length,
		sparse,
		sparseWidth,
		targets,
		classes: CLASSES,
		weights: new Float32Array(labels.length).fill(1)
	};
}

function predict(
	{ weights, intercepts }: LinearWeights,
	dense: Float32Array,
	sparse: SparseVector[]
): number[] {
	const width = dense.length / sparse.length;
	return sparse.map(({ indices, values }, i) => {
		const logits = Float64Array.from(intercepts);
		const add = (feature: number, value: number): void => {
			for (let k = 0; k < CLASSES; k++)
				logits[k] = (logits[k] as number) + value * (weights[feature * CLASSES + k] as number);
		};
		for (let d = 0; d < width; d++) add(d, dense[i * width + d] as number);
		indices.forEach((index, j) => add(width + index, values[j] as number));
		return argmax(logits);
	});
}

const row = (matrix: Float32Array, i: number): Float32Array =>
	matrix.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
	return sum;
}

const argmax = (values: Float64Array): number => values.indexOf(Math.max(...values));
