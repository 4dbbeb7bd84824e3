import { Cascade } from '../../lib/pipeline/head/cascade';
import {
	unitKey,
	type Classification,
	type LevelClass,
	type TemplateEntry
} from '../../lib/pipeline/types';
import { compareJudged, evaluate } from '../../lib/pipeline/evaluate/evaluation';
import { isStrict, type Judged } from '../../lib/pipeline/evaluate/metrics';
import { savedRuns } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { knowledgeOf } from '../bundle/bundle-loader';
import type { BundleLibrary } from '../bundle/bundle-library';
import { labelledMessages, type LabelledMessage, type LabelledMessages } from '../run/labelled-run';
import { messageEmbeddings } from '../embed/message-embeddings';
import { withoutDeadRuns } from '../run/run-lock';
import { StoredRun } from '../run/stored-run';
import type {
	Contender,
	ContenderComparison,
	LabelledRun,
	RunEvaluation,
	TrainProgress
} from '../contracts/teacher';
import type { Embedders } from '../embed/embedders';

/** Wrong or changed messages listed. */
const LISTED = 100;
const MESSAGE_CHARS = 400;

export async function labelledRuns(): Promise<LabelledRun[]> {
	return (await withoutDeadRuns(await savedRuns()))
		.filter(({ mapping, status }) => mapping.truth !== undefined && status !== 'running')
		.map(labelledRun);
}

const labelledRun = ({ id, name, createdAt, rows }: RunRecord): LabelledRun => ({
	id,
	name,
	createdAt,
	rows
});

/** Measures a run against its label column, over distinct messages. */
export async function evaluateRun(runId: string): Promise<RunEvaluation> {
	const labelled = await labelledMessages(runId);
	const { stored, messages } = labelled;
	const judged = messages.map((message) => judgedBy(stored, message));
	const rows = messages.reduce((sum, message) => sum + message.rows, 0);
	const right = messages.reduce(
		(sum, message, at) => sum + (isStrict(judged[at] as Judged) ? message.rows : 0),
		0
	);
	const errors = await Promise.all(
		messages
			.flatMap((message, at) => (isStrict(judged[at] as Judged) ? [] : [{ message, at }]))
			.sort((a, b) => b.message.rows - a.message.rows)
			.slice(0, LISTED)
			.map(async ({ message, at }) => {
				const { truth, predicted, confidence } = judged[at] as Judged;
				return {
					message: await textOf(stored, message),
					truth,
					predicted,
					confidence,
					rows: message.rows
				};
			})
	);
	return {
		run: labelledRun(stored.run),
		bundleVersion: stored.run.bundleVersion,
		evaluation: evaluate(judged, Math.random),
		rowAccuracy: right / Math.max(1, rows),
		errors
	};
}

interface Tools {
	library: BundleLibrary;
	embedders: Embedders;
	onProgress: (progress: TrainProgress) => void;
}

/** Compares two contenders on the labelled messages of a run that both have. */
export async function compareContenders(
	tools: Tools,
	runId: string,
	first: Contender,
	second: Contender
): Promise<ContenderComparison> {
	tools.onProgress({ stage: 'reading', fraction: 0 });
	const labelled = await labelledMessages(runId);
	const answers = [
		await answersOf(tools, labelled, first),
		await answersOf(tools, labelled, second)
	] as const;
	const common = labelled.messages.flatMap((message) => {
		const [a, b] = answers.map((answer) => answer.get(keyOf(message)));
		return a && b ? [{ message, a, b }] : [];
	});
	if (common.length === 0) throw new Error('The two have no labelled message in common.');
	const changed = common
		.filter(({ a, b }) => a.predicted !== b.predicted)
		.sort((x, y) => y.message.rows - x.message.rows);
	return {
		...compareJudged(
			common.map(({ a }) => a),
			common.map(({ b }) => b),
			Math.random
		),
		changed: changed.length,
		changes: await Promise.all(
			changed.slice(0, LISTED).map(async ({ message, a, b }) => ({
				message: await textOf(labelled.stored, message),
				truth: message.truth,
				first: a.predicted,
				second: b.predicted,
				rows: message.rows
			}))
		)
	};
}

/** What a contender says of the labelled messages, by `keyOf`. */
async function answersOf(
	tools: Tools,
	labelled: LabelledMessages,
	contender: Contender
): Promise<Map<string, Judged>> {
	if ('bundle' in contender) return bundleAnswers(tools, labelled, contender.bundle);
	const own = contender.run === labelled.stored.run.id;
	const stored = own ? labelled.stored : await StoredRun.openEnded(contender.run);
	const { first } = stored.templateRows();
	const there = new Map(
		stored.table.templates.flatMap((entry) => (entry ? [[keyOf(entry), entry.index]] : []))
	);
	return new Map(
		labelled.messages.flatMap((message) => {
			const template = there.get(keyOf(message));
			if (template === undefined) return [];
			const at = { ...message, firstRow: first[template] as number };
			return [[keyOf(message), judgedBy(stored, at)] as const];
		})
	);
}

async function bundleAnswers(
	{ library, embedders, onProgress }: Tools,
	{ stored, messages }: LabelledMessages,
	bundleId: string
): Promise<Map<string, Judged>> {
	const { bundle, examples } = knowledgeOf(await library.content(bundleId));
	const cascade = new Cascade(bundle, examples);
	const embeddings = await messageEmbeddings(messages, embedders, (fraction) =>
		onProgress({ stage: 'embedding', fraction })
	);
	const { dimensions } = bundle.encoder;
	const starts = new Map(messages.map(({ canonical }, at) => [canonical, at * dimensions]));
	const rows = await Promise.all(
		messages.map(async ({ canonical, level, firstRow }) => {
			const { message, source } = await stored.row(firstRow);
			return { message, source, canonical, level };
		})
	);
	const results = cascade.classifyRows(
		rows,
		(canonical) => {
			const start = starts.get(canonical) as number;
			return embeddings.subarray(start, start + dimensions);
		},
		stored.run.shares
	);
	return new Map(
		messages.map((message, at) => {
			const { label, confidence } = results[at] as Classification;
			return [keyOf(message), { truth: message.truth, also: [], predicted: label, confidence }];
		})
	);
}

/** A message is the same in two runs when its text and its level are. */
const keyOf = ({
	canonical,
	level
}: Pick<TemplateEntry, 'canonical'> & { level?: LevelClass }): string => unitKey(canonical, level);

function judgedBy({ table }: StoredRun, { truth, firstRow }: LabelledMessage): Judged {
	const { label, confidence } = table.outcome(firstRow);
	return { truth, also: [], predicted: label, confidence };
}

const textOf = async (stored: StoredRun, { firstRow }: LabelledMessage): Promise<string> =>
	(await stored.message(firstRow)).slice(0, MESSAGE_CHARS);
