import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNodeEncoder } from '../../../scripts/encoder/node-backend';
import { runFiles } from '../../../src/cli/run-files';
import { parseBundle } from '../../../src/lib/pipeline/bundle/bundle';
import {
	ENCODER_DIMENSIONS,
	ENCODER_REVISIONS
} from '../../../src/lib/pipeline/embed/encoder-revision';
import { Cascade } from '../../../src/lib/pipeline/head/cascade';
import {
	knownSample,
	withSample,
	type SampleEmbeddings
} from '../../../src/workers/classify/sample-embeddings';
import { sampleResult, sampleTexts } from '../../../training/sample-files';

const sample = JSON.parse(
	readFileSync('static/sample.embeddings.json', 'utf8')
) as SampleEmbeddings;
const known = knownSample(sample);
/** Kernels of another processor may round another way; another text or encoder differs a hundred times more. */
const ROUNDING = 0.002;

describe('static/sample.embeddings.json', () => {
	it('has every message of the sample, once', async () => {
		expect(sample.texts).toEqual(await sampleTexts());
		expect(known.vectors.size).toBe(sample.texts.length);
	});

	it('is what the encoder that ships makes of them', async () => {
		expect(sample.revision).toBe(ENCODER_REVISIONS.int8);
		const fresh = await (await createNodeEncoder('int8')).embed(sample.texts);
		const stored = knownOf(sample.texts);
		const furthest = fresh.reduce(
			(most, value, at) => Math.max(most, Math.abs(value - (stored[at] as number))),
			0
		);
		expect(furthest).toBeLessThan(ROUNDING);
	}, 120_000);

	it('is enough for bundles without rules too', async () => {
		const shipped = parseBundle(
			JSON.parse(readFileSync('static/models/default.bundle.json', 'utf8'))
		);
		const bundle = { ...shipped, rules: [] };
		const file = new File([readFileSync('static/sample.csv')], 'sample.csv');
		const asked: string[] = [];
		const { table } = await runFiles(
			[file],
			{},
			{
				cascade: new Cascade(bundle, undefined),
				embedders: {
					subscribe: (onEmbedder) => {
						onEmbedder((texts) => {
							asked.push(...texts);
							return Promise.resolve(knownOf(texts));
						});
						return () => undefined;
					}
				}
			}
		);
		expect(asked.filter((text) => !sample.texts.includes(text))).toEqual([]);
		expect(table.templates.every((entry) => entry?.result !== undefined)).toBe(true);
	});
});

describe('static/sample.result.json', () => {
	it('is what encoder and default bundle make of the sample', async () => {
		const shown: unknown = JSON.parse(readFileSync('static/sample.result.json', 'utf8'));
		expect(shown).toEqual(await sampleResult());
	}, 120_000);
});

describe('withSample', () => {
	it('asks earlier runs for what is not of the sample, and keeps the order', async () => {
		const asked: string[][] = [];
		const other = new Float32Array(ENCODER_DIMENSIONS).fill(0.5);
		const cache = withSample(known, {
			known: (texts) => {
				asked.push([...texts]);
				return Promise.resolve(texts.map((text) => (text === 'other' ? other : undefined)));
			},
			keep: () => undefined
		});
		const [first = '', second = ''] = sample.texts;
		const found = await cache.known([first, 'unknown', 'other', second]);
		expect(asked).toEqual([['unknown', 'other']]);
		expect(found).toEqual([knownOf([first]), undefined, other, knownOf([second])]);
	});
});

function knownOf(texts: readonly string[]): Float32Array {
	const out = new Float32Array(texts.length * ENCODER_DIMENSIONS);
	texts.forEach((text, i) => {
		out.set(known.vectors.get(text) as Float32Array, i * ENCODER_DIMENSIONS);
	});
	return out;
}
