import { CSV_START, csvHeader, csvLines } from './csv';
import { isoTime } from './iso-time';
import { maskPii } from './pii';
import { countTemplates, type TemplateCount } from '../view/template-counts';
import type { RunTable } from '../columnar/run-table';

export const TEMPLATE_COLUMNS = [
	'template',
	'label',
	'tier',
	'confidence',
	'rows',
	'share',
	'first_time',
	'last_time',
	'example_message'
];

/** Characters of an example written: it shows what the message is like. */
const EXAMPLE_CHARS = 2_000;
/** Templates in one piece of the file. */
const TEMPLATES_PER_PIECE = 500;

/**
 * The distinct messages of the given rows with their counts, as CSV.
 * @param messageOf gives a row's message, for the example
 */
export async function* templatePieces(
	table: RunTable,
	rows: Uint32Array,
	messageOf: (row: number) => Promise<string>,
	masked: boolean
): AsyncGenerator<{ piece: string; done: number }> {
	yield { piece: CSV_START + csvHeader(TEMPLATE_COLUMNS), done: 0 };
	const mask = masked ? maskPii : (text: string): string => text;
	const counts = countTemplates(table, rows);
	const examples = await examplesOf(counts, messageOf);
	for (let at = 0; at < counts.length; at += TEMPLATES_PER_PIECE) {
		const part = counts.slice(at, at + TEMPLATES_PER_PIECE);
		const records = part.map((count) =>
			recordOf(table, count, rows.length, mask, mask(examples.get(count.firstRow) ?? ''))
		);
		yield { piece: csvLines(records), done: at + part.length };
	}
}

/** In the order of the rows, since they are stored in chunks of which few are in memory. */
async function examplesOf(
	counts: readonly TemplateCount[],
	messageOf: (row: number) => Promise<string>
): Promise<Map<number, string>> {
	const examples = new Map<number, string>();
	const rows = counts.map(({ firstRow }) => firstRow).sort((a, b) => a - b);
	for (const row of rows) examples.set(row, (await messageOf(row)).slice(0, EXAMPLE_CHARS));
	return examples;
}

function recordOf(
	table: RunTable,
	count: TemplateCount,
	total: number,
	mask: (text: string) => string,
	example: string
): string[] {
	const { label, tier, confidence } = table.outcomeOf(count.rule, count.template);
	return [
		mask(table.templates[count.template]?.canonical ?? ''),
		label,
		tier,
		confidence.toFixed(4),
		String(count.rows),
		(count.rows / total).toFixed(6),
		isoTime(count.from),
		isoTime(count.to),
		example
	];
}
