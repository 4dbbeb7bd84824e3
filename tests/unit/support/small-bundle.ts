import { BUNDLE_SCHEMA, type Bundle } from '../../../src/lib/pipeline/bundle/bundle';
import { CANONICALISER_VERSION } from '../../../src/lib/pipeline/canonical/canonical';
import type { Rule } from '../../../src/lib/pipeline/rules/rules';

export function rule(change: Partial<Rule> = {}): Rule {
	return {
		id: 'disk-full',
		name: 'Disk full',
		description: 'A full disk says so.',
		pattern: 'disk full',
		flags: 'i',
		then: { label: 'IOError' },
		examples: { match: ['Disk full'], leave: ['disk fine'] },
		...change
	};
}

/** A valid bundle with three classes over a four-dimensional embedding. */
export function smallBundle(change: Partial<Bundle> = {}): Bundle {
	return {
		schema: BUNDLE_SCHEMA,
		version: 'small-1',
		name: 'Small',
		createdAt: '2026-01-01T00:00:00Z',
		labels: ['IOError', 'NetworkError', 'Routine'].map((name) => ({
			name,
			definition: `What ${name} means.`
		})),
		rules: [rule()],
		canonicaliser: CANONICALISER_VERSION,
		features: { embeddingScale: 4, buckets: 0, ngramScale: 1, shapeScale: 0 },
		encoder: { id: 'fake', revision: 'fake-1', dimensions: 4, pooling: 'mean' },
		head: {
			classes: ['IOError', 'NetworkError', 'Routine'],
			coefficients: [
				[1, 0, -1, 0.5],
				[0, 1, 0.25, -1],
				[-1, -0.5, 1, 0]
			],
			intercepts: [0.1, 0, -0.2],
			temperature: 1
		},
		thresholds: { confidence: 0.6, similarity: -1 },
		...change
	};
}
