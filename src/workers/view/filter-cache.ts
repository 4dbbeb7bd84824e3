import { applyFilter, type Filtered } from '../../lib/pipeline/view/row-filter';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { StoredRun } from '../run/stored-run';
import { rowsWithCells } from './rows-with-cells';
import { rowsWithText } from './rows-with-text';

/** Answers kept: that of the table, and those over the whole run that the page asks for beside it. */
const ANSWERS_KEPT = 3;

/** What filters gave last, and where the newest search was found: stepping and filtering further search nothing again. */
export class FilterCache {
	private answers = new Map<string, Filtered>();
	private searched: { key: string; rows: Uint8Array } | undefined;

	constructor(private readonly stored: StoredRun) {}

	/** @param onSearched told how much of the run a search has read, from 0 to 1 */
	async of(filter: RowFilter, onSearched?: (share: number) => void): Promise<Filtered> {
		const { table } = this.stored;
		const key = this.keyOf(filter);
		const answer =
			this.answers.get(key) ?? applyFilter(table, filter, await this.search(filter, onSearched));
		// The newest last: the first is forgotten.
		this.answers.delete(key);
		this.answers.set(key, answer);
		for (const old of this.answers.keys())
			if (this.answers.size > ANSWERS_KEPT) this.answers.delete(old);
		return answer;
	}

	/** Mutes and thresholds change what a filter gives, and not what a search finds. */
	forget(): void {
		this.answers = new Map();
	}

	private async search(
		{ text, regex, cells }: RowFilter,
		onSearched: ((share: number) => void) | undefined
	): Promise<Uint8Array | undefined> {
		if (!text && !cells?.length) return undefined;
		const key = this.keyOf([text, regex, cells]);
		if (this.searched?.key !== key) {
			const wanted = { ...(text ? { text } : {}), ...(regex === undefined ? {} : { regex }) };
			const rows = cells?.length ? await rowsWithCells(this.stored, cells) : undefined;
			this.searched = {
				key,
				rows: text
					? await rowsWithText(this.stored, wanted, onSearched, rows)
					: (rows as Uint8Array)
			};
		}
		return this.searched.rows;
	}

	private keyOf(what: unknown): string {
		const { changes, running } = this.stored.table;
		return JSON.stringify([what, changes, running]);
	}
}
