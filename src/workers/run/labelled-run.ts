import type { LevelClass } from '../../lib/pipeline/types';
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
	const { counts, firstRows, unlabelled } = await countLabels(stored, column);
	const messages = [...counts].flatMap(([template, labels]): LabelledMessage[] => {
		const entry = table.templates[template];
		// A message without any text has nothing to learn from.
		if (!entry || entry.canonical === '') return [];
		const ordered = [...labels].sort((a, b) => b[1] - a[1]);
		return [
			{
				template,
				canonical: entry.canonical,
				level: entry.level ?? 'none',
				truth: ordered[0]?.[0] ?? '',
				rows: ordered.reduce((sum, [, rows]) => sum + rows, 0),
				firstRow: firstRows.get(template) as number,
				embedding: entry.result?.embedding
			}
		];
	});
	const conflicting = [...counts.values()].filter(({ size }) => size > 1).length;
	return { stored, messages, conflicting, unlabelled };
}

/** How often each label was given to each template. */
async function countLabels(
	stored: StoredRun,
	column: number
): Promise<{
	counts: Map<number, Map<string, number>>;
	firstRows: Map<number, number>;
	unlabelled: number;
}> {
	const { table } = stored;
	const counts = new Map<number, Map<string, number>>();
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
			const labels = counts.get(template) ?? new Map<string, number>();
			counts.set(template, labels.set(truth, (labels.get(truth) ?? 0) + 1));
		}
	}
	return { counts, firstRows, unlabelled };
}
