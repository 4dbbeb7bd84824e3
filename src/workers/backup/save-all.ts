import { savedRuns, savedTemplateMarks } from '../../lib/store/db';
import { savedDecisions } from '../../lib/store/decision-store';
import type { BundleRecord, DecisionRecord, RunRecord } from '../../lib/store/schema';
import { savedBundlesAndVersions } from '../../lib/store/whole-store';
import { toBase64 } from '../bundle/base64';
import { writeBundleFile } from '../bundle/bundle-file';
import type { Settings } from '../contracts/backup';
import { packedLines, packedResult, runLines } from '../run/file/save-run';
import type { Whole } from '../run/file/whole';
import { withoutDeadRuns } from '../run/run-lock';
import { StoredRun } from '../run/stored-run';
import { BACKUP_VERSION, type AnswerLine, type BackupHead, type BundleLine } from './backup-file';

/** All runs, answers, bundles and marks, with the page's settings, as one file. */
export async function saveAll(settings: Settings): Promise<Blob> {
	return packedLines(linesOf(settings, await endedRuns()));
}

/**
 * The runs that are stored.
 * @throws Error in plain words while one of them goes on, in whatever tab
 */
export async function endedRuns(): Promise<RunRecord[]> {
	const runs = await withoutDeadRuns(await savedRuns());
	if (runs.some(({ status }) => status === 'running'))
		throw new Error('A file is still being classified. Wait for its end, or cancel it.');
	return runs;
}

async function* linesOf(settings: Settings, runs: readonly RunRecord[]): AsyncGenerator<object> {
	const head: BackupHead = { winnowBackup: BACKUP_VERSION, savedAt: Date.now(), settings };
	yield head;
	const bundles = await savedBundlesAndVersions();
	for (const record of bundles) yield { bundle: bundleOf(record) };
	const answers = await savedDecisions();
	for (const record of answers) yield { answer: answerOf(record) };
	const marks = await savedTemplateMarks();
	for (const mark of marks) yield { mark };
	for (const { id } of runs) {
		yield { run: { id } };
		yield* runLines(await StoredRun.openEnded(id));
	}
	const counts = { answers: answers.length, bundles: bundles.length, marks: marks.length };
	yield { backupEnd: { runs: runs.length, ...counts } };
}

type GivenBundle = Omit<BundleRecord, 'bundle' | 'examples' | 'deletedAt'> & { file: object };

function bundleOf({
	bundle,
	examples,
	id,
	changedAt,
	chosen,
	archived
}: BundleRecord): Whole<GivenBundle, BundleLine['bundle']> {
	return {
		...{ id, changedAt },
		...(chosen ? { chosen } : {}),
		...(archived ? { archived } : {}),
		file: JSON.parse(writeBundleFile({ bundle, examples })) as BundleLine['bundle']['file']
	};
}

type GivenAnswer = Omit<DecisionRecord, 'embedding' | 'before'> &
	Pick<AnswerLine['answer'], 'embedding' | 'before'>;

function answerOf({
	embedding,
	before,
	...plain
}: DecisionRecord): Whole<GivenAnswer, AnswerLine['answer']> {
	return {
		...plain,
		...(embedding ? { embedding: toBase64(embedding) } : {}),
		...(before ? { before: packedResult(before) } : {})
	};
}
