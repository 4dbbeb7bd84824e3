import { RunReader } from './run-reader';

/** One distinct message of a labelled run. */
export interface LabelledMessage {
	template: number;
	canonical: string;
	/** The label that most of its rows have. */
	truth: string;
	/** Rows with a label. */
	rows: number;
	firstRow: number;
	embedding: Int8Array | undefined;
}

export interface LabelledMessages {
	reader: RunReader;
	messages: LabelledMessage[];
	conflicting: number;
	unlabelled: number;
}

/** Reads a run's label column, by distinct message. Throws when it has none. */
export async function labelledMessages(runId: string): Promise<LabelledMessages> {
	const reader = await RunReader.open(runId);
	const { table, run } = reader;
	const column = run.mapping.truth;
	if (column === undefined)
		throw new Error(
			`"${run.name}" has no label column. Classify its file again and choose the column with the labels.`
		);
	const counts = new Map<number, Map<string, number>>();
	const firstRows = new Map<number, number>();
	let unlabelled = 0;
	for (let row = 0; row < table.rowCount; row++) {
		const truth = ((await reader.cells(row))[column] ?? '').trim();
		const template = table.template[row] as number;
		if (!firstRows.has(template)) firstRows.set(template, row);
		if (truth === '') {
			unlabelled++;
			continue;
		}
		const labels = counts.get(template) ?? new Map<string, number>();
		counts.set(template, labels.set(truth, (labels.get(truth) ?? 0) + 1));
	}
	const messages = [...counts].flatMap(([template, labels]): LabelledMessage[] => {
		const entry = table.templates[template];
		// A message without any text has nothing to learn from.
		if (!entry || entry.canonical === '') return [];
		const ordered = [...labels].sort((a, b) => b[1] - a[1]);
		return [
			{
				template,
				canonical: entry.canonical,
				truth: ordered[0]?.[0] ?? '',
				rows: ordered.reduce((sum, [, rows]) => sum + rows, 0),
				firstRow: firstRows.get(template) as number,
				embedding: entry.result?.embedding
			}
		];
	});
	const conflicting = [...counts.values()].filter(({ size }) => size > 1).length;
	return { reader, messages, conflicting, unlabelled };
}
