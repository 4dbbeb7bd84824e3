/** Makes static/models/default.bundle.json from the corpus. Usage: npm run train */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBundle, BUNDLE_SCHEMA, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { CANONICALISER_VERSION } from '../src/lib/pipeline/canonical/canonical';
import {
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
import { crossValidate } from './cross-validate';
import { DEFAULT_RULES } from './default-rules';
import { embedTexts } from './embeddings';
import { chooseExamples, rejectionBound } from './examples';
import { fitHead, prepare } from './fit';
import { labelledTexts } from './labelled-texts';
import { SETTINGS } from './settings';

const OUT = join(import.meta.dirname, '..', 'static', 'models');
const EXAMPLES_FILE = 'default.examples.bin';

const texts = labelledTexts();
const systems = new Set(texts.map(({ system }) => system)).size;
console.log(`${texts.length} distinct messages of ${systems} systems`);

const embeddings = await embedTexts(texts.map(({ canonical }) => canonical));
const prepared = prepare(texts, embeddings);
const validation = crossValidate(texts, prepared, embeddings);
console.log(validation.report);

const model = fitHead(
	prepared,
	texts.map((_, i) => i)
);
const examples = chooseExamples(texts, embeddings, SETTINGS.examples);
const similarity = rejectionBound(texts, embeddings, examples, SETTINGS.rejectedShare);
const exampleBytes = Buffer.from(examples.embeddings.buffer);

const content: Omit<Bundle, 'version'> = {
	schema: BUNDLE_SCHEMA,
	name: 'Winnow default',
	createdAt: '',
	labels: DEFAULT_LABELS.map((name) => ({
		name,
		definition: DEFAULT_LABEL_DEFINITIONS[name],
		problem: PROBLEM_LABELS.includes(name)
	})),
	rules: DEFAULT_RULES,
	canonicaliser: CANONICALISER_VERSION,
	features: model.features,
	encoder: {
		id: ENCODER_ID,
		revision: ENCODER_REVISIONS.int8,
		dimensions: ENCODER_DIMENSIONS,
		pooling: ENCODER_POOLING
	},
	head: { ...model.head, temperature: validation.temperature },
	thresholds: {
		confidence: validation.threshold,
		problem: SETTINGS.problemThreshold,
		similarity
	},
	examples: {
		file: EXAMPLES_FILE,
		sha256: createHash('sha256').update(exampleBytes).digest('hex'),
		texts: examples.texts,
		labels: examples.labels
	}
};
// The version is a hash of the content, so the same corpus gives the same file, byte for byte.
const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
const bundle = parseBundle({ ...content, version });
writeFileSync(join(OUT, 'default.bundle.json'), JSON.stringify(bundle));
writeFileSync(join(OUT, EXAMPLES_FILE), exampleBytes);
console.log(
	`default.bundle.json ${version}: temperature ${bundle.head.temperature}, threshold ${bundle.thresholds.confidence}, similarity ${bundle.thresholds.similarity}, ${examples.texts.length} examples`
);
