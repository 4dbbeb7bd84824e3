/**
 * Makes static/models/default.bundle.json from the corpus.
 *
 *     npm run train
 *     npm run train -- --rules-only     rewrites the rules alone, within seconds
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseBundle, BUNDLE_SCHEMA, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { DEFAULT_BUNDLE_NAME } from '../src/lib/pipeline/constants';
import { CANONICALISER_VERSION } from '../src/lib/pipeline/canonical/canonical';
import {
	DEFAULT_FAMILIES,
	DEFAULT_LABELS,
	DEFAULT_LABEL_DEFINITIONS,
	PROBLEM_LABELS
} from '../src/lib/pipeline/bundle/default-labels';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_POOLING,
	ENCODER_REVISIONS
} from '../src/lib/pipeline/embed/encoder-revision';
import { withRules, withVersion } from './bundle-file';
import { crossValidate, foldOfEach } from './cross-validate';
import { DEFAULT_RULES } from './default-rules';
import { embedForFold, embedTexts } from './embeddings';
import { chooseExamples, rejectionBound } from './examples';
import { fitHead, prepare } from './fit';
import { labelledTexts } from './labelled-texts';
import { prefixCopies } from './prefix-copies';
import { writeSampleFiles } from './sample-files';
import { SETTINGS } from './settings';

const OUT = join(import.meta.dirname, '..', 'static', 'models');
const BUNDLE_FILE = join(OUT, 'default.bundle.json');
const EXAMPLES_FILE = 'default.examples.bin';

/** What is the same in every training. */
const FIXED = {
	schema: BUNDLE_SCHEMA,
	name: DEFAULT_BUNDLE_NAME,
	createdAt: '',
	labels: DEFAULT_LABELS.map((name) => ({
		name,
		definition: DEFAULT_LABEL_DEFINITIONS[name],
		problem: PROBLEM_LABELS.includes(name),
		family: DEFAULT_FAMILIES[name]
	})),
	rules: DEFAULT_RULES,
	canonicaliser: CANONICALISER_VERSION,
	encoder: {
		id: ENCODER_ID,
		revision: ENCODER_REVISIONS.int8,
		dimensions: ENCODER_DIMENSIONS,
		pooling: ENCODER_POOLING
	}
} as const satisfies Partial<Bundle>;

function write(bundle: Bundle): void {
	writeFileSync(BUNDLE_FILE, JSON.stringify(bundle));
	console.log(`default.bundle.json ${bundle.version}`);
}

async function train(): Promise<void> {
	const texts = labelledTexts();
	const systems = new Set(texts.map(({ system }) => system)).size;
	const copies = prefixCopies(texts);
	console.log(
		`${texts.length} distinct messages of ${systems} systems, ${copies.length} copies under other prefixes`
	);

	const learned = [...texts, ...copies];
	const canonicals = learned.map(({ canonical }) => canonical);
	const byFold: Float32Array[] = [];
	for (let fold = 0; fold < SETTINGS.folds; fold++)
		byFold.push(await embedForFold(canonicals, fold));
	const validation = crossValidate(texts, copies, byFold);
	console.log(validation.report);

	const embeddings = await embedTexts(canonicals);
	const model = fitHead(
		prepare(learned, embeddings),
		learned.map((_, i) => i)
	);
	const examples = chooseExamples(texts, embeddings, SETTINGS.examples);
	const thresholds = {
		...validation.thresholds,
		problem: SETTINGS.problemThreshold,
		similarity: rejectionBound(
			texts,
			examples,
			{ byFold, folds: foldOfEach(texts) },
			SETTINGS.rejectedShare
		)
	};
	const exampleBytes = Buffer.from(examples.embeddings.buffer);
	const bundle = withVersion({
		...FIXED,
		features: model.features,
		head: { ...model.head, temperature: validation.temperature },
		thresholds,
		expected: validation.expected,
		examples: {
			file: EXAMPLES_FILE,
			sha256: createHash('sha256').update(exampleBytes).digest('hex'),
			texts: examples.texts,
			labels: examples.labels
		}
	});
	writeFileSync(join(OUT, EXAMPLES_FILE), exampleBytes);
	write(bundle);
	const { confidence, similarity } = thresholds;
	console.log(
		`temperature ${bundle.head.temperature}, threshold ${confidence}, similarity ${similarity}, ${examples.texts.length} examples`
	);
}

const { values } = parseArgs({ options: { 'rules-only': { type: 'boolean', default: false } } });
if (values['rules-only'])
	write(withRules(parseBundle(JSON.parse(readFileSync(BUNDLE_FILE, 'utf8'))), DEFAULT_RULES));
else await train();
await writeSampleFiles();
