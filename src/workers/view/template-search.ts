import { searchPattern, type SearchPattern } from '../../lib/pipeline/export/search-pattern';
import type { StoredRun } from '../run/stored-run';
import { spreadOver } from './spread-over';

/** Rows of a message, and of others, on which what finds it is tried. */
const TRIED_ROWS = 1_000;

/** What finds the rows of a template in other tools, tried on rows of the run. */
export async function templateSearch(stored: StoredRun, template: number): Promise<SearchPattern> {
	const { table } = stored;
	const own: number[] = [];
	const others: number[] = [];
	for (let row = 0; row < table.rowCount; row++)
		(table.template[row] === template ? own : others).push(row);
	const canonical = table.templates[template]?.canonical ?? '';
	// The same text at another level is the same message.
	const strangers = others.filter(
		(row) => table.templates[table.template[row] as number]?.canonical !== canonical
	);
	return searchPattern(canonical, await messages(stored, own), await messages(stored, strangers));
}

async function messages(stored: StoredRun, rows: readonly number[]): Promise<string[]> {
	const found: string[] = [];
	for (const row of spreadOver(Uint32Array.from(rows), TRIED_ROWS))
		found.push(await stored.message(row));
	return found;
}
