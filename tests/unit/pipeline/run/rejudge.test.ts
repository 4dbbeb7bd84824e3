import { describe, expect, it } from 'vitest';
import { decidedByHand } from '../../../../src/lib/pipeline/head/by-hand';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import { rejudged, withThreshold } from '../../../../src/lib/pipeline/run/rejudge';
import type { Classification, TemplateEntry } from '../../../../src/lib/pipeline/types';
import { distinctRows, rowsAsCsv } from '../../support/csv-rows';
import { CASCADE, outcomes, run } from '../../support/run-fakes';

const ROWS = rowsAsCsv(distinctRows(40));
const { bundle } = CASCADE;

async function judgedRun() {
	const { sink, snapshot } = await run([ROWS]);
	const templates: TemplateEntry[] = [];
	for (const entry of sink.templates.values()) templates[entry.index] = entry;
	return { templates, priors: snapshot.priors };
}

/** A threshold that about half of the messages do not reach. */
function middle(templates: readonly TemplateEntry[]): number {
	const sorted = templates.map(({ result }) => result?.confidence ?? 0).sort((a, b) => a - b);
	return (sorted[Math.floor(sorted.length / 2)] as number) + 1e-9;
}

describe('rejudged', () => {
	it('comes to what the run came to, by the bundle of the run', async () => {
		const { templates, priors } = await judgedRun();
		const results = rejudged(templates, { bundle }, priors);
		expect(results.size).toBeGreaterThan(30);
		for (const [template, result] of results) expect(result).toEqual(templates[template]?.result);
	});

	it('comes to what a run with such a bundle would have come to', async () => {
		const { templates, priors } = await judgedRun();
		for (const confidence of [middle(templates), 1]) {
			const other = withThreshold(bundle, confidence);
			const { table } = await run([ROWS], { cascade: new Cascade(other) });
			const results = rejudged(templates, { bundle: other }, priors);
			const again = templates.map(({ index }) => results.get(index) as Classification);
			expect(
				again.map(({ label, confidence: sure, tier }) => ({ label, confidence: sure, tier }))
			).toEqual(outcomes(table));
			expect(
				again.some(({ certainty }, at) => certainty !== templates[at]?.result?.certainty)
			).toBe(true);
		}
	});

	it('leaves what a person and a language model decided, and judges again what is beside it', async () => {
		const { templates, priors } = await judgedRun();
		const [first, second] = templates as [TemplateEntry, TemplateEntry];
		const plain = first.result as Classification;
		first.result = decidedByHand('NetworkError', CASCADE.tree, plain);
		second.result = { ...(second.result as Classification), tier: 'llm', label: 'IOError' };
		const other = withThreshold(bundle, 1);
		const results = rejudged(templates, { bundle: other }, priors);
		expect(results.get(0)).toMatchObject({ label: 'NetworkError', tier: 'human' });
		expect(results.get(0)?.before).toMatchObject({ label: plain.label, certainty: 'unknown' });
		expect(results.has(1)).toBe(false);
	});

	it('says what the threshold asks for', async () => {
		const { templates, priors } = await judgedRun();
		const results = rejudged(templates, { bundle: withThreshold(bundle, 1) }, priors);
		expect([...results.values()].some(({ reason }) => /needs 100%/.test(reason ?? ''))).toBe(true);
	});
});

describe('withThreshold', () => {
	it('holds for all categories, whatever is asked of single ones', () => {
		const strict = { ...bundle, thresholds: { ...bundle.thresholds, perClass: { IOError: 0.95 } } };
		const { thresholds } = withThreshold(strict, 0.6);
		expect(thresholds.confidence).toBe(0.6);
		expect(thresholds.perClass).toBeUndefined();
		expect(thresholds.similarity).toBe(bundle.thresholds.similarity);
	});
});
