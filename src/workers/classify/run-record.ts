import type { Bundle } from '../../lib/pipeline/bundle/bundle';
import type { Cascade } from '../../lib/pipeline/head/cascade';
import { ENCODER_REVISIONS } from '../../lib/pipeline/embed/encoder-revision';
import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { InputProblem } from '../../lib/pipeline/types';
import { savedDecisions } from '../../lib/store/decision-store';
import type { RunRecord } from '../../lib/store/schema';
import type { EmbedderInfo, RunJob } from '../contracts/classifier';
import { fingerprintOnce } from './resume';

/** A run that is about to start: nothing counted yet. */
export async function newRunRecord(
	{
		runId,
		name,
		input,
		files,
		format,
		mapping,
		problems,
		keepText = true,
		maxTokens,
		shares = true,
		encoderRevision: known
	}: RunJob,
	{ bundle }: Cascade,
	encoder: EmbedderInfo | undefined
): Promise<RunRecord> {
	const fingerprints =
		typeof input === 'string'
			? []
			: await Promise.all(input.map(({ file }) => fingerprintOnce(file)));
	const none = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };
	const decisions = await decisionsFor(bundle);
	return {
		id: runId,
		name,
		createdAt: Date.now(),
		status: 'running',
		rows: 0,
		chunks: 0,
		templates: 0,
		bytes: files.reduce((sum, file) => sum + (file.leftOut === undefined ? file.bytes : 0), 0),
		milliseconds: 0,
		rowsByTier: { ...none },
		templatesByTier: { ...none },
		extraColumns: 0,
		stages: {},
		format,
		mapping,
		files,
		...(fingerprints.length > 0 ? { fingerprints } : {}),
		previewProblems: problems,
		...(keepText ? {} : { textKept: false }),
		...(decisions.length > 0 ? { decisions } : {}),
		...(shares ? {} : { shares: false }),
		sources: [],
		bundleVersion: bundle.version,
		bundleName: bundle.name,
		labels: bundle.labels,
		rules: bundle.rules,
		...(bundle.templates ? { templateMarks: bundle.templates } : {}),
		encoderRevision: known ?? ENCODER_REVISIONS.int8,
		...(maxTokens === undefined ? {} : { maxTokens }),
		...(encoder ? encoderOf(encoder) : {}),
		problems: [],
		problemCount: 0
	};
}

/** What people said of messages, of those labels that the bundle knows: others belong to other logs. */
async function decisionsFor({ labels }: Bundle): Promise<NonNullable<RunRecord['decisions']>> {
	const known = new Set(labels.map(({ name }) => name));
	return (await savedDecisions())
		.filter(({ label }) => known.has(label))
		.map(({ canonical, label }) => [canonical, label]);
}

/** What a record says of the encoder. */
export const encoderOf = ({
	device,
	revision
}: EmbedderInfo): Partial<RunRecord> & { encoderRevision: string } => ({
	device,
	encoderRevision: revision
});

/** The totals of a snapshot, as a run record has them, with the problems that were found before the run. */
export function totalsOf(
	snapshot: RunSnapshot,
	found: readonly InputProblem[]
): Partial<RunRecord> {
	const {
		rows,
		chunks,
		templates,
		rowsByTier,
		templatesByTier,
		stages,
		sources,
		problems,
		problemCount,
		extraColumns,
		priors
	} = snapshot;
	return {
		rows,
		chunks,
		templates,
		rowsByTier,
		templatesByTier,
		stages,
		sources,
		problems: [...found, ...problems],
		problemCount: found.length + problemCount,
		extraColumns,
		...(priors ? { priors } : {})
	};
}
