import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import type { LevelClass } from '../../lib/pipeline/types';
import { LabelCounts } from './label-counts';
import { StoredRun } from './stored-run';

/** One distinct message of a labelled run. */
export interface LabelledMessage {
	template: number;
	canonical: string;
	level: LevelClass;
	/** The label that most of its rows have. */
	truth: string;
	/** Rows with a label. */
	rows: number;
	firstRow: number;
	/** By the present encoder. */
	embedding: Int8Array | undefined;
}

export interface LabelledMessages {
	stored: StoredRun;
	messages: LabelledMessage[];
	conflicting: number;
	unlabelled: number;
}

/** Reads a run's label column, by distinct message. Throws when it has none. */
export async function labelledMessages(runId: string): Promise<LabelledMessages> {
	const stored = await StoredRun.openEnded(runId);
	const { table, run } = stored;
	const column = run.mapping.truth;
	if (column === undefined)
		throw new Error(
			`"${run.name}" has no label column. Classify its file again and choose the column with the labels.`
		);
	// One of an earlier encoder fits nothing that is embedded now.
	const isUsable = isPresentRevision(run.encoderRevision);
	const { counts, firstRows, unlabelled } = await countLabels(stored, column);
	const messages = counts.labelled.flatMap(
		({ message: template, truth, rows }): LabelledMessage[] => {
			const entry = table.templates[template];
			// A message without any text has nothing to learn from.
			if (!entry || entry.canonical === '') return [];
			return [
				{
					template,
					canonical: entry.canonical,
					level: entry.level ?? 'none',
					truth,
					rows,
					firstRow: firstRows.get(template) as number,
					embedding: isUsable ? entry.result?.embedding : undefined
				}
			];
		}
	);
	const { conflicting } = counts;
	return { stored, messages, conflicting, unlabelled };
}

/** How often each label was given to each template. */
async function countLabels(
	stored: StoredRun,
	column: number
): Promise<{
	counts: LabelCounts<number>;
	firstRows: Map<number, number>;
	unlabelled: number;
}> {
	const { table } = stored;
	const counts = new LabelCounts<number>();
	const firstRows = new Map<number, number>();
	let unlabelled = 0;
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const { start, ends, cellsOf } = await stored.chunk(chunk);
		const truthAt = cellsOf(column);
		for (let at = 0; at < ends.length; at++) {
			const template = table.template[start + at] as number;
			if (!firstRows.has(template)) firstRows.set(template, start + at);
			const truth = truthAt(at).trim();
			if (truth === '') {
				unlabelled++;
				continue;
			}
			counts.add(template, truth);
		}
	}
	return { counts, firstRows, unlabelled };
}
