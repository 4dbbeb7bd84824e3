import * as v from 'valibot';
import { CANONICALISER_VERSION } from '../canonical/canonical';
import { featureCount } from './features';
import { MAX_CANONICAL_CHARS, MAX_TEMPLATE_MARKS } from '../constants';
import { RuleSet } from '../rules/rules';
import { MARK_STATES } from './template-marks';
import { LEVEL_CLASSES, UNCLASSIFIED } from '../types';

/** Version of the bundle schema that this code writes and reads. */
export const BUNDLE_SCHEMA = 1;

/** Weights of trained heads are below a hundred, their scales below ten. */
const MAX_WEIGHT = 1e6;
const MAX_SCALE = 1e4;

/** A name or sentence shown in the page: bounded, and free of what could be markup or a prototype key. */
const text = (max: number) =>
	v.pipe(
		v.string(),
		v.maxLength(max),
		v.check((value) => !/<[a-z!/]/i.test(value), 'must not contain HTML')
	);
const name = v.pipe(
	text(80),
	v.nonEmpty(),
	v.check(
		(value) => !['__proto__', 'constructor', 'prototype'].includes(value),
		'is a reserved name'
	)
);
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/**
 * A number whose sums and products with all others of a bundle stay far from overflow: JSON can hold 1e999, which is read
 * as infinite, and a weight of 1e308 is finite alone, but not twice.
 */
const bounded = (least: number, most: number) =>
	v.pipe(
		v.number(),
		v.check(
			(value) => value >= least && value <= most,
			`must be a number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
		)
	);
const weights = v.pipe(v.array(bounded(-MAX_WEIGHT, MAX_WEIGHT)), v.maxLength(40_000));
const scale = bounded(0, MAX_SCALE);

const levelShares = v.pipe(v.array(probability), v.length(LEVEL_CLASSES.length));

const ruleSchema = v.object({
	id: name,
	name,
	description: text(400),
	pattern: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000)),
	flags: v.pipe(v.string(), v.regex(/^[imsu]*$/, 'may hold only i, m, s and u')),
	source: v.optional(text(200)),
	/** Kept, but not tried. */
	disabled: v.optional(v.boolean()),
	then: v.union([v.object({ label: name }), v.object({ route: v.literal('llm') })]),
	examples: v.object({
		match: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(50)),
		leave: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(50))
	})
});

const bundleSchema = v.object({
	schema: v.literal(BUNDLE_SCHEMA),
	/** Changes with every change of content; stored with each result. */
	version: name,
	name,
	createdAt: text(40),
	labels: v.pipe(
		v.array(
			v.object({
				name,
				definition: text(1_000),
				/** It reports something wrong, rather than normal life. */
				problem: v.optional(v.boolean()),
				/** Labels of one family belong together: where the label is not sure, the family may be. Its side without one. */
				family: v.optional(name),
				/** One of the page's category colours, by name. */
				colour: v.optional(v.pipe(v.string(), v.regex(/^[a-z-]{1,30}$/, 'is not a colour name')))
			})
		),
		v.minLength(1),
		v.maxLength(200)
	),
	rules: v.pipe(v.array(ruleSchema), v.maxLength(1_000)),
	/** Version of the canonical text that the head learned from. An older one is read: version 2 differs in one text of fifty. */
	canonicaliser: v.pipe(
		v.number(),
		v.integer(),
		v.minValue(1),
		v.maxValue(
			CANONICALISER_VERSION,
			'was written by a newer Winnow. Reload the page to update it.'
		)
	),
	features: v.object({
		/** Factor on the unit-length sentence embedding. */
		embeddingScale: scale,
		/** Hashed word n-grams of the canonical text: number of buckets, and the factor on their unit-length vector. */
		buckets: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(32_768)),
		ngramScale: scale,
		/** Factor on the surface features. */
		shapeScale: scale
	}),
	encoder: v.object({
		id: text(200),
		revision: text(80),
		dimensions: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_096)),
		pooling: v.literal('mean')
	}),
	head: v.object({
		classes: v.pipe(v.array(name), v.minLength(1), v.maxLength(200)),
		/** One row for each class, over all features. A class may have several rows (merged labels): they add up. */
		coefficients: v.array(weights),
		intercepts: weights,
		/** Logits are divided by it (Guo et al., On Calibration of Modern Neural Networks, 2017). */
		temperature: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100))
	}),
	thresholds: v.object({
		/** A head decision below this confidence goes to the LLM or to review. */
		confidence: probability,
		perClass: v.optional(v.record(v.string(), probability)),
		/**
		 * A message is a problem when its problem labels together are at least this probable, although a single normal label
		 * may be more probable than any one of them. Without it the most probable label wins.
		 */
		problem: v.optional(probability),
		/** Probability from which a family or side is settled, by its name; `confidence` where it has none. */
		nodes: v.optional(v.record(v.string(), probability)),
		/** A problem whose kind is unsure needs review too, not only what may be no problem at all. */
		reviewProblems: v.optional(v.boolean()),
		/** A message whose nearest labelled example is less similar than this (cosine) is unlike anything known. */
		similarity: v.pipe(v.number(), v.minValue(-1), v.maxValue(1))
	}),
	/** What the head's training leads one to expect of a log; a run's own messages move it. */
	expected: v.optional(
		v.object({
			/** Share of messages by label. */
			shares: v.record(v.string(), probability),
			/** Share of each level class (`LEVEL_CLASSES`) among the messages of a side that name a level. */
			levels: v.optional(v.object({ problem: levelShares, other: levelShares })),
			/** Of a head adapted to decisions of a person. */
			taught: v.optional(
				v.object({
					/** Texts that it learned from. */
					texts: v.pipe(v.number(), v.integer(), v.minValue(1)),
					/** Share of each label that it gave them while they were held out. */
					shares: v.record(v.string(), probability)
				})
			)
		})
	),
	examples: v.optional(
		v.object({
			/** Binary file beside the bundle: `count × dimensions` int8, unit vectors times 127. */
			file: v.pipe(text(200), v.regex(/^[\w.-]+$/, 'must be a file name')),
			sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
			texts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(50_000)),
			/** Position in `labels` of each example's label. */
			labels: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
			/** The binary file's bytes as base64, in a bundle that travels as one file. Without both, the texts are embedded again. */
			embeddings: v.optional(v.pipe(v.string(), v.maxLength(300_000_000)))
		})
	),
	/** What was decided by hand, in a bundle that travels; taken out when it is stored. */
	answers: v.optional(
		v.pipe(
			v.array(
				v.object({
					/** Canonical text, personal data masked. */
					canonical: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_CANONICAL_CHARS)),
					label: name
				})
			),
			v.maxLength(100_000)
		)
	),
	/** Messages that a person muted or pinned, by canonical text. */
	templates: v.optional(
		v.pipe(
			v.array(
				v.object({
					canonical: v.pipe(v.string(), v.maxLength(MAX_CANONICAL_CHARS)),
					state: v.picklist(MARK_STATES)
				})
			),
			v.maxLength(MAX_TEMPLATE_MARKS)
		)
	)
});

/** Parts that a run keeps of its bundle. */
export const {
	labels: labelsSchema,
	rules: rulesSchema,
	templates: marksSchema
} = bundleSchema.entries;

/** Everything that decides a classification, as one JSON file. */
export type Bundle = v.InferOutput<typeof bundleSchema>;

/** What was said of a message by hand, as it travels with a bundle. */
export type SharedAnswer = NonNullable<Bundle['answers']>[number];

/**
 * Checks a parsed bundle file. Throws one error that names the first thing that is wrong and where, such as
 * `rules[3].pattern must …`; returns a clean copy without unknown keys.
 */
export function parseBundle(input: unknown): Bundle {
	const schema = (input as { schema?: unknown } | null)?.schema;
	if (typeof schema === 'number' && schema > BUNDLE_SCHEMA)
		throw new Error(
			`This bundle was written by a newer Winnow (schema ${schema}, this page reads ${BUNDLE_SCHEMA}). Reload the page to update it.`
		);
	const result = v.safeParse(bundleSchema, input);
	if (!result.success) throw new Error(`The bundle is not valid: ${sentenceOf(result.issues[0])}`);
	checkSizes(result.output);
	// Throws on a pattern that does not compile, naming the rule.
	void new RuleSet(result.output.rules);
	return result.output;
}

/** Everything in a parsed bundle file that is not of the form of a bundle, each with its place. */
export function bundleFaults(input: unknown): string[] {
	const { issues = [] } = v.safeParse(bundleSchema, input);
	return issues.map(sentenceOf);
}

const sentenceOf = (issue: v.BaseIssue<unknown>): string =>
	`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`;

function checkSizes(bundle: Bundle): void {
	const { head, labels, rules, examples, answers = [] } = bundle;
	const fail = (what: string): never => {
		throw new Error(`The bundle is not valid: ${what}`);
	};
	const { classes, coefficients, intercepts } = head;
	const names = labels.map((label) => label.name);
	const repeated = names.find((name, at) => names.indexOf(name) !== at);
	if (repeated) fail(`labels: "${repeated}" is there twice`);
	const known = new Set([...names, UNCLASSIFIED]);
	const unknown = classes.find((label) => !known.has(label));
	if (unknown) fail(`head.classes: "${unknown}" is not among the labels`);
	if (coefficients.length !== classes.length || intercepts.length !== classes.length)
		fail(
			`head: ${classes.length} classes, but ${coefficients.length} rows of coefficients and ${intercepts.length} intercepts`
		);
	const width = coefficients[0]?.length ?? 0;
	const row = coefficients.findIndex((weights) => weights.length !== width);
	if (row !== -1)
		fail(`head.coefficients[${row}]: ${coefficients[row]?.length} numbers, expected ${width}`);
	const expected = featureCount(bundle);
	if (width !== expected) fail(`head.coefficients: ${width} numbers a row, expected ${expected}`);
	for (const [index, rule] of rules.entries()) {
		if ('label' in rule.then && !known.has(rule.then.label))
			fail(`rules[${index}].then.label: "${rule.then.label}" is not among the labels`);
	}
	if (examples && examples.texts.length !== examples.labels.length)
		fail(`examples: ${examples.texts.length} texts but ${examples.labels.length} labels`);
	const stray = examples?.labels.findIndex((label) => label >= labels.length) ?? -1;
	if (stray !== -1)
		fail(`examples.labels[${stray}]: there is no label number ${examples?.labels[stray]}`);
	const foreign = answers.findIndex(({ label }) => !names.includes(label));
	if (foreign !== -1)
		fail(`answers[${foreign}].label: "${answers[foreign]?.label}" is not among the labels`);
}
