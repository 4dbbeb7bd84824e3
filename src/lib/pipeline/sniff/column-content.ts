import { severityOfLevel } from '../read/level-words';
import { normaliseName } from '../read/field-names';
import type { ColumnMapping } from '../read/input-format';
import { isAction, scaleOf } from '../read/level-scales';
import { TimeReader } from '../read/time-reader';

/** Shares of a column's cells that are of a kind; empty cells do not count. */
interface ColumnContent {
	/** Cells that are not empty, nor a dash that stands for nothing. */
	filled: number;
	time: number;
	/** A date without a time of day. */
	date: number;
	/** A time of day without a date. */
	clock: number;
	serial: number;
	number: number;
	level: number;
	httpStatus: number;
	/** Words such as `DROP` and `ALLOW`. */
	action: number;
	/** A sign or two, without a letter or digit. */
	sign: number;
	/** Names such as `org.example.Cart`. */
	qualified: number;
	word: number;
	/** Two words or more. */
	sentence: number;
	/** Characters of a cell on average. */
	length: number;
	/** All cells say the same, and there are several. */
	constant: boolean;
}

/** Characters of a cell that are looked at. */
const CHARS_LOOKED_AT = 200;
const CLOCK = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[ \u00a0\u202f]?[ap]\.?m\.?)?$/i;
const NUMBER = /^\d+(?:\.\d+)?$/;
const HTTP_STATUS = /^[1-5]\d\d$/;
const SIGN = /^[^\p{L}\p{N}]{1,2}$/u;
const QUALIFIED = /^[\p{L}_$][\w$]*(?:(?:\.|::|\/)[\w$]+)+$/u;
const WORD = /^\p{L}[\p{L}\p{N}_.@/$:-]*$/u;
const SENTENCE = /\p{L}{2}\S*[\s,;:]+(?:\P{L}*\s)?\P{L}{0,3}\p{L}{2}/u;
/** Days since 1900 of the years 1982 to 2064. */
const isSerial = (cell: string): boolean =>
	/^\d{5}(?:\.\d+)?$/.test(cell) && Number(cell) > 30_000 && Number(cell) < 60_000;

function contentOf(cells: readonly string[]): ColumnContent {
	const filled = cells
		.map((cell) => cell.slice(0, CHARS_LOOKED_AT).trim())
		.filter((cell) => cell !== '' && cell !== '-');
	const reader = new TimeReader({ zone: 'utc', reference: Date.now(), dayFirst: true });
	const share = (test: (cell: string) => boolean): number =>
		filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
	const isTime = (cell: string): boolean =>
		!/^\d{1,8}$/.test(cell) && !Number.isNaN(reader.read(cell));
	return {
		filled: filled.length,
		time: share(isTime),
		date: share((cell) => !cell.includes(':') && !NUMBER.test(cell) && isTime(cell)),
		number: share((cell) => NUMBER.test(cell)),
		clock: share((cell) => CLOCK.test(cell)),
		serial: share(isSerial),
		level: share((cell) => /\p{L}{2}/u.test(cell) && severityOfLevel(cell) !== undefined),
		httpStatus: share((cell) => HTTP_STATUS.test(cell)),
		action: share(isAction),
		sign: share((cell) => SIGN.test(cell)),
		qualified: share((cell) => QUALIFIED.test(cell)),
		word: share((cell) => WORD.test(cell)),
		sentence: share((cell) => SENTENCE.test(cell)),
		length: filled.reduce((sum, { length }) => sum + length, 0) / Math.max(1, filled.length),
		constant: filled.length > 1 && new Set(filled).size === 1
	};
}

/** Most of a column's cells. */
const MOST = 0.8;
const STATUS_NAME = /status(?:code)?$|responsecode$|^code$/;
const TIME_NAME = /time|date|stamp|zeit|datum|heure|hora|^ts$|^start$/;

/** What the cells of a table say of its columns' meanings. */
export class TableContent {
	private readonly contents: ColumnContent[];
	private readonly names: string[];

	/**
	 * @param hasNames the columns were named by the input, not by us
	 * @param hasWholes without a message the cells of a row are joined: a column that rows leave empty is none
	 */
	constructor(
		columns: readonly string[],
		private readonly rows: readonly (readonly string[])[],
		private readonly hasNames: boolean,
		private readonly hasWholes = false
	) {
		this.names = columns.map(normaliseName);
		this.contents = columns.map((_, at) => contentOf(rows.map((row) => row[at] ?? '')));
	}

	/** Corrects by the cells what names alone said, and finds what no name says. */
	refine(byName: ColumnMapping): ColumnMapping {
		const mapping = { ...byName };
		this.findTime(mapping);
		this.findLevel(mapping);
		this.findStatus(mapping);
		this.findSource(mapping);
		this.findMessage(mapping);
		this.findSourceOfUnnamed(mapping);
		return mapping;
	}

	/** Whether the times are days as Excel counts them. */
	isSerial({ timestamp = -1 }: ColumnMapping): boolean {
		return (this.contents[timestamp]?.serial ?? 0) >= MOST;
	}

	private findTime(mapping: ColumnMapping): void {
		const { timestamp } = mapping;
		const named = timestamp === undefined ? undefined : this.contents[timestamp];
		// A column called "data" may hold anything.
		if (named && named.filled > 0 && this.names[timestamp ?? -1] === 'data' && named.time < MOST)
			delete mapping.timestamp;
		const found =
			mapping.timestamp ??
			this.first(
				// A number may be anything, unless the column's name says more.
				({ time, number }, at) =>
					time >= MOST && (!this.hasNames || number === 0 || TIME_NAME.test(this.names[at] ?? ''))
			);
		if (found === undefined) return;
		mapping.timestamp = found;
		const { clock = 0, date = 0 } = this.contents[mapping.timestamp] ?? {};
		if (clock >= MOST) {
			const day = this.first((other) => other.date >= MOST);
			if (day !== undefined) Object.assign(mapping, { timestamp: day, clock: mapping.timestamp });
		} else if (date >= MOST) {
			const hour = this.first((other) => other.clock >= MOST);
			if (hour !== undefined) mapping.clock = hour;
		}
	}

	private findLevel(mapping: ColumnMapping): void {
		const found =
			mapping.level ??
			this.first(
				({ level }, at) =>
					level >= MOST && (!this.hasNames || /level|sev|stat|type|prio/.test(this.names[at] ?? ''))
			);
		if (found === undefined) return this.findAction(mapping);
		mapping.level = found;
		const scale = scaleOf(this.names[found] ?? '', this.names);
		if (scale) mapping.levelScale = scale;
	}

	/** A firewall's log has no level: what it refused is a warning. */
	private findAction(mapping: ColumnMapping): void {
		const action = this.first(
			(content, at) => this.names[at] === 'action' && content.action >= MOST
		);
		if (action !== undefined && this.hasNames)
			Object.assign(mapping, { level: action, levelScale: 'action' });
	}

	private findStatus(mapping: ColumnMapping): void {
		const status = this.first(
			({ httpStatus }, at) => httpStatus >= MOST && STATUS_NAME.test(this.names[at] ?? '')
		);
		if (status !== undefined && this.hasNames) mapping.status = status;
	}

	/** A category that is called like a class of a program is the logger. */
	private findSource(mapping: ColumnMapping): void {
		const { truth } = mapping;
		const name = this.names[truth ?? -1] ?? '';
		if (truth === undefined || !/^(?:category|class|label)$/.test(name)) return;
		if ((this.contents[truth]?.qualified ?? 0) < MOST) return;
		delete mapping.truth;
		mapping.source ??= truth;
	}

	private findMessage(mapping: ColumnMapping): void {
		// An "event" may be a mere arrow.
		if (this.hasNames && (this.contents[mapping.message ?? -1]?.sign ?? 0) >= MOST)
			delete mapping.message;
		if (mapping.message !== undefined) return;
		const used = new Set(Object.values(mapping));
		const texts = this.contents
			.map((content, at) => ({ ...content, at }))
			.filter(({ at, sentence, time }) => !used.has(at) && sentence >= 0.5 && time < 0.5)
			.filter(({ filled }) => !this.hasWholes || filled >= this.rows.length * MOST)
			.sort((a, b) =>
				this.hasNames || a.constant === b.constant ? b.length - a.length : a.constant ? 1 : -1
			);
		const [longest, next] = texts;
		if (longest && (!next || !this.hasNames || longest.length > 2 * next.length))
			mapping.message = longest.at;
	}

	private findSourceOfUnnamed(mapping: ColumnMapping): void {
		if (this.hasNames || mapping.message === undefined || mapping.source !== undefined) return;
		const used = new Set(Object.values(mapping));
		const source = this.first(({ word }, at) => !used.has(at) && word >= MOST);
		if (source !== undefined) mapping.source = source;
	}

	private first(test: (content: ColumnContent, at: number) => boolean): number | undefined {
		const at = this.contents.findIndex((content, at) => content.filled > 0 && test(content, at));
		return at === -1 ? undefined : at;
	}
}
