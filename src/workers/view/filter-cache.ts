import { applyFilter, type Filtered } from '../../lib/pipeline/view/row-filter';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { StoredRun } from '../run/stored-run';
import { rowsWithCells } from './rows-with-cells';
import { isNarrower, rowsWithText } from './rows-with-text';

/** Answers kept: that of the table, and those over the whole run that the page asks for beside it. */
const ANSWERS_KEPT = 3;

/** Where a search was found. */
interface Searched {
	key: string;
	/** What was sought; undefined for an expression. */
	text: string | undefined;
	/** Which cells were wanted, of which rows. */
	within: string;
	rows: Uint8Array;
}

/** What filters gave last, and where the newest search was found: stepping and filtering further search nothing again. */
export class FilterCache {
	private answers = new Map<string, Filtered>();
	private searched: Searched | undefined;

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
		filter: RowFilter,
		onSearched: ((share: number) => void) | undefined
	): Promise<Uint8Array | undefined> {
		const { text, regex, cells } = filter;
		if (!text && !cells?.length) return undefined;
		const key = this.keyOf([text, regex, cells]);
		if (this.searched?.key === key) return this.searched.rows;
		const among = this.narrowed(filter);
		const rows = among ?? (cells?.length ? await rowsWithCells(this.stored, cells) : undefined);
		const wanted = { ...(text ? { text } : {}), ...(regex === undefined ? {} : { regex }) };
		this.searched = {
			key,
			text: regex ? undefined : (text ?? ''),
			within: this.keyOf(cells ?? []),
			rows: text ? await rowsWithText(this.stored, wanted, onSearched, rows) : (rows as Uint8Array)
		};
		return this.searched.rows;
	}

	/** What the newest search found, where all that is sought now is among it: a text is typed letter by letter. */
	private narrowed({ text, regex, cells }: RowFilter): Uint8Array | undefined {
		const { searched } = this;
		if (searched?.text === undefined || !text || regex) return undefined;
		if (searched.within !== this.keyOf(cells ?? [])) return undefined;
		return isNarrower(this.stored, text, searched.text) ? searched.rows : undefined;
	}

	private keyOf(what: unknown): string {
		const { changes, running } = this.stored.table;
		return JSON.stringify([what, changes, running]);
	}
}
