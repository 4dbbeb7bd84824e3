import type { Bundle } from '../bundle/bundle';
import { hashedNgrams, shapeOf, SHAPE_FEATURES } from '../bundle/features';

/** The bundle's multinomial logistic regression, ready to score. Feature order: embedding, shape, n-gram buckets. */
export class Head {
	/** Distinct labels. */
	readonly classes: readonly string[];
	/** Class of each row of coefficients. */
	private readonly classOfRow: readonly number[];
	/** Row-major `features × rows`: the weights that one feature touches lie together. */
	private readonly weights: Float32Array;
	private readonly width: number;

	constructor(private readonly bundle: Pick<Bundle, 'head' | 'features' | 'encoder'>) {
		const { classes, coefficients } = bundle.head;
		this.classes = [...new Set(classes)];
		this.classOfRow = classes.map((label) => this.classes.indexOf(label));
		this.width = coefficients[0]?.length ?? 0;
		const expected = featureCount(bundle);
		if (this.width !== expected)
			throw new Error(
				`The head has ${this.width} coefficients a class, its features are ${expected}`
			);
		this.weights = new Float32Array(this.width * classes.length);
		for (let k = 0; k < classes.length; k++)
			for (let f = 0; f < this.width; f++)
				this.weights[f * classes.length + k] = (coefficients[k] as number[])[f] as number;
	}

	/**
	 * Calibrated class probabilities of one text.
	 * @param embedding unit length, `encoder.dimensions` long
	 */
	probabilities(canonical: string, embedding: Float32Array): Float64Array {
		const rows = softmax(this.logits(canonical, embedding), this.bundle.head.temperature);
		if (rows.length === this.classes.length) return rows;
		const sums = new Float64Array(this.classes.length);
		rows.forEach((probability, row) => {
			const at = this.classOfRow[row] as number;
			sums[at] = (sums[at] as number) + probability;
		});
		return sums;
	}

	/** One for each class: of classes with several rows the logarithm of their sum, so that a softmax over these is exact. */
	classLogits(canonical: string, embedding: Float32Array): Float64Array {
		const rows = this.logits(canonical, embedding);
		if (rows.length === this.classes.length) return rows;
		const highest = Math.max(...rows);
		const sums = new Float64Array(this.classes.length);
		rows.forEach((logit, row) => {
			const at = this.classOfRow[row] as number;
			sums[at] = (sums[at] as number) + Math.exp(logit - highest);
		});
		return sums.map((sum) => highest + Math.log(sum));
	}

	/** One for each row of coefficients. */
	logits(canonical: string, embedding: Float32Array): Float64Array {
		const { features, encoder, head } = this.bundle;
		if (embedding.length !== encoder.dimensions)
			throw new RangeError(
				`The embedding has ${embedding.length} dimensions, the head expects ${encoder.dimensions}`
			);
		const logits = Float64Array.from(head.intercepts);
		for (let d = 0; d < embedding.length; d++)
			this.add(logits, d, features.embeddingScale * (embedding[d] as number));
		const shapes = shapeCount(features);
		if (shapes > 0)
			shapeOf(canonical).forEach((value, i) =>
				this.add(logits, encoder.dimensions + i, features.shapeScale * value)
			);
		if (features.buckets > 0) {
			const { indices, values } = hashedNgrams(canonical, features.buckets);
			const start = encoder.dimensions + shapes;
			for (let i = 0; i < indices.length; i++)
				this.add(
					logits,
					start + (indices[i] as number),
					features.ngramScale * (values[i] as number)
				);
		}
		return logits;
	}

	private add(logits: Float64Array, feature: number, value: number): void {
		const at = feature * logits.length;
		for (let k = 0; k < logits.length; k++)
			logits[k] = (logits[k] as number) + value * (this.weights[at + k] as number);
	}
}

/** Number of features of a bundle's head. */
export function featureCount({ features, encoder }: Pick<Bundle, 'features' | 'encoder'>): number {
	return encoder.dimensions + shapeCount(features) + features.buckets;
}

/** Shape features are left out altogether when their factor is 0. */
const shapeCount = (features: Bundle['features']): number =>
	features.shapeScale > 0 ? SHAPE_FEATURES.length : 0;

/** Softmax of `logits / temperature`, shifted by the maximum so that it cannot overflow. */
export function softmax(logits: Float64Array, temperature = 1): Float64Array {
	const highest = Math.max(...logits);
	const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map((power) => power / sum);
}
