import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBundle, type Bundle } from '../../../src/lib/pipeline/bundle/bundle';
import { SafePattern } from '../../../src/lib/pipeline/pattern/safe-pattern';
import { Cascade } from '../../../src/lib/pipeline/head/cascade';
import { LEVEL_CLASSES } from '../../../src/lib/pipeline/types';
import { checkedBundle } from '../../../src/workers/bundle/bundle-file';
import { DEFAULT_RULES } from '../../../training/default-rules';
import { fakeEmbedding } from '../../unit/support/run-fakes';
import { smallBundle } from '../../unit/support/small-bundle';
import { brokenMessage, NASTY } from '../broken-text';
import { target, type Target } from '../target';

/** A bundle with every part that one can have. */
const whole = (): Bundle =>
	smallBundle({
		labels: [
			{ name: 'IOError', definition: 'x', problem: true, family: 'disk', colour: 'blue' },
			{ name: 'NetworkError', definition: 'x', problem: true },
			{ name: 'Routine', definition: 'x' }
		],
		rules: DEFAULT_RULES.slice(0, 3).map((rule) => ({ ...rule, then: { label: 'IOError' } })),
		thresholds: {
			confidence: 0.6,
			similarity: -1,
			problem: 0.5,
			perClass: { IOError: 0.7 },
			nodes: { disk: 0.8 },
			reviewProblems: true
		},
		expected: {
			shares: { IOError: 0.2, NetworkError: 0.3, Routine: 0.5 },
			levels: {
				problem: LEVEL_CLASSES.map(() => 1 / LEVEL_CLASSES.length),
				other: LEVEL_CLASSES.map(() => 1 / LEVEL_CLASSES.length)
			},
			taught: { texts: 7, shares: { IOError: 0.4 } }
		},
		answers: [{ canonical: 'disk #', label: 'IOError' }],
		templates: [{ canonical: 'x #', state: 'muted' }]
	});

/** A change of one value, found by going down from the top: at each step to one of its parts. */
interface Mutation {
	steps: number[];
	value: unknown;
	/** Instead of another value: none, or twice the same. */
	way: 'set' | 'delete' | 'twice';
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
	steps: fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
	value: fc.oneof(
		fc.constantFrom<unknown>(...NASTY),
		fc.constantFrom<unknown>(
			null,
			true,
			0,
			1,
			-1,
			0.5,
			2,
			1e6,
			-1e6,
			1e4,
			1e-300,
			1e308,
			100,
			[],
			{}
		),
		fc.double(),
		fc.jsonValue({ maxDepth: 2 })
	),
	way: fc.constantFrom('set', 'set', 'set', 'delete', 'twice')
});

function mutate(root: unknown, { steps, value, way }: Mutation): void {
	let parent = root as Record<string, unknown>;
	for (const [depth, step] of steps.entries()) {
		const keys = Object.keys(parent);
		const key = keys[step % keys.length];
		if (key === undefined) return;
		const child = parent[key];
		if (depth < steps.length - 1 && child !== null && typeof child === 'object') {
			parent = child as Record<string, unknown>;
			continue;
		}
		if (way === 'twice' && Array.isArray(parent)) parent.push(child);
		else if (way === 'delete') Reflect.deleteProperty(parent, key);
		else parent[key] = value;
		return;
	}
}

/** The bundle as it is taken, or undefined where it is refused in words. */
function taken(given: unknown): Bundle | undefined {
	try {
		return parseBundle(given);
	} catch (error) {
		assert.match(
			(error as Error).message,
			/^(?:The bundle is not valid: \S|Rule "|This bundle was)/
		);
		return undefined;
	}
}

const isUsable = ({ rules }: Bundle): boolean =>
	rules.every(({ pattern, flags }) => {
		try {
			return new SafePattern(pattern, flags).engine !== undefined;
		} catch {
			return false;
		}
	});

function requireProbabilities(bundle: Bundle, message: string): void {
	if (!isUsable(bundle) || bundle.encoder.dimensions !== 4) return;
	const cascade = new Cascade(bundle);
	const row = { message, source: 'a', canonical: message.slice(0, 50) || 'x' };
	const rows = LEVEL_CLASSES.map((level) => ({ ...row, level }));
	const results = cascade.classifyRows(rows, () => Float32Array.from(fakeEmbedding(message)));
	const names = new Set(bundle.labels.map(({ name }) => name));
	for (const { label, confidence, familyConfidence, family } of results) {
		for (const one of [confidence, familyConfidence])
			assert.ok(one >= 0 && one <= 1, `${one} is no probability`);
		assert.ok(names.has(label) || label === 'Unclassified', `the category is ${label}`);
		assert.equal(typeof family, 'string');
	}
}

export const bundles: Target[] = [
	target(
		'a changed bundle is refused in words, or classifies with probabilities',
		'bundle',
		fc.record({
			mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
			message: brokenMessage
		}),
		({ mutations, message }) => {
			const given: unknown = structuredClone(whole());
			for (const one of mutations) mutate(given, one);
			const bundle = taken(JSON.parse(JSON.stringify(given)));
			if (bundle) requireProbabilities(bundle, message);
		}
	),
	target(
		'a file that is no bundle is refused in words',
		'bundle',
		fc.record({
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			remove: fc.nat(200),
			insert: fc.constantFrom(...NASTY)
		}),
		({ at, remove, insert }) => {
			const text = JSON.stringify(whole());
			const place = Math.round(at * text.length);
			try {
				checkedBundle(text.slice(0, place) + insert + text.slice(place + remove));
			} catch (error) {
				assert.match(
					(error as Error).message,
					/^(?:The bundle (?:is not valid: \S|was trained)|Rule "|This (?:bundle was|is no bundle))/
				);
			}
		}
	)
];
