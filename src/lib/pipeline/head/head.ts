import type { Bundle } from '../bundle/bundle';
import { featureCount, featureVector } from '../bundle/features';

/** The part of a bundle that scores. */
export type HeadModel = Pick<Bundle, 'head' | 'features' | 'encoder'>;

/** A bundle's multinomial logistic regression over `featureVector`, ready to score. */
export class Head {
	/** Distinct labels. */
	readonly classes: readonly string[];
	/** Class of each row of coefficients. */
	private readonly classOfRow: readonly number[];
	/** Row-major `features × rows`: the weights of one feature are neighbours. */
	private readonly weights: Float32Array;
	private readonly width: number;

	constructor(private readonly model: HeadModel) {
		const { classes, coefficients } = model.head;
		this.classes = [...new Set(classes)];
		this.classOfRow = classes.map((label) => this.classes.indexOf(label));
		this.width = coefficients[0]?.length ?? 0;
		const expected = featureCount(model);
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
		const rows = softmax(this.logits(canonical, embedding), this.model.head.temperature);
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
		const { dense, sparse } = featureVector(this.model, canonical, embedding);
		const logits = Float64Array.from(this.model.head.intercepts);
		for (let d = 0; d < dense.length; d++) this.add(logits, d, dense[d] as number);
		for (let i = 0; i < sparse.indices.length; i++)
			this.add(logits, dense.length + (sparse.indices[i] as number), sparse.values[i] as number);
		return logits;
	}

	private add(logits: Float64Array, feature: number, value: number): void {
		const at = feature * logits.length;
		for (let k = 0; k < logits.length; k++)
			logits[k] = (logits[k] as number) + value * (this.weights[at + k] as number);
	}
}

/** Softmax of `logits / temperature`, shifted by the maximum so that it cannot overflow. */
export function softmax(logits: Float64Array, temperature = 1): Float64Array {
	const highest = Math.max(...logits);
	const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map((power) => power / sum);
}
