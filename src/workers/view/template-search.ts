import { searchPattern, type SearchPattern } from '../../lib/pipeline/export/search-pattern';
import type { StoredRun } from '../run/stored-run';
import { spreadOver } from '../run/spread-over';

/** Rows of a message, and of others, on which what finds it is tried. */
const TRIED_ROWS = 1_000;

/** What finds the rows of a template in other tools, tried on rows of the run. */
export async function templateSearch(stored: StoredRun, template: number): Promise<SearchPattern> {
	const { table } = stored;
	const canonical = table.templates[template]?.canonical ?? '';
	// The same text at another level is the same message.
	const isOwn = table.templates.map((entry) => entry?.canonical === canonical);
	const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
	const own = rows.filter((row) => isOwn[table.template[row] as number]);
	const others = rows.filter((row) => !isOwn[table.template[row] as number]);
	return searchPattern(canonical, await messages(stored, own), await messages(stored, others));
}

async function messages(stored: StoredRun, rows: Uint32Array): Promise<string[]> {
	const found: string[] = [];
	for (const row of spreadOver(rows, TRIED_ROWS)) found.push(await stored.message(row));
	return found;
}
