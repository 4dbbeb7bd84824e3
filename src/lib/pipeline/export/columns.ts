import { isoTime } from './iso-time';
import { maskPii } from './pii';
import type { RowOutcome } from '../columnar/outcome';
import type { Rule } from '../rules/rules';
import type { Verdict } from '../types';
import { mayBeAudits } from '../read/audit-entry';
import { OWN_COLUMNS, PLACE_COLUMNS, SAID_COLUMNS } from '../read/own-export';
import { chunkCells } from '../read/chunk-cells';
import {
	exportCells,
	exportColumns,
	rowSaid,
	type ChunkText,
	type RowLayout
} from '../read/row-cells';
import { namedMapping } from '../sniff/own-export-meaning';

/** What an export says of one row. */
export interface ExportOutcome extends Verdict {
	/** Id of the rule that matched, or empty. */
	rule: string;
}

/** What an export says of a row's outcome. @param rules of the row's run */
export function exportOutcome(
	{
		label,
		confidence,
		tier,
		certainty,
		family,
		familyConfidence,
		needsReview,
		rule
	}: Verdict & Pick<RowOutcome, 'rule'>,
	rules: readonly Rule[]
): ExportOutcome {
	const verdict = { label, confidence, tier, certainty, family, familyConfidence, needsReview };
	return { ...verdict, rule: rules[rule]?.id ?? '' };
}

/** Where a row stands and what it is. */
export interface RowPlace {
	/** Number of the row in the run, from 1. */
	row: number;
	/** Milliseconds since the epoch; NaN where there is none. */
	time: number;
	/** The message with its values folded. */
	template: string;
	/** What was read from its columns, where their names alone do not say it. */
	said?: RowSaid | undefined;
}

/** What was read from a row's columns. */
export interface RowSaid {
	message: string;
	level: string;
	source: string;
}

/** One row of an export: a cell for each input column, and what became of it. */
export interface ExportRow {
	cells: string[];
	outcome: ExportOutcome;
	/** Absent where the columns say nothing of it. */
	place?: RowPlace;
}

/** Types of our columns; those of the input are all text. */
export const OWN_TYPES = [
	'STRING',
	'DOUBLE',
	'STRING',
	'STRING',
	'BOOLEAN',
	'STRING',
	'STRING',
	'DOUBLE',
	'INT32',
	'STRING',
	'STRING',
	'STRING',
	'STRING',
	'STRING'
] as const;

/** Values of our columns, in their order. */
export const ownValues = ({ outcome, place }: ExportRow): OwnValue[] => [
	...outcomeValues(outcome),
	...(place ? placeValues(place) : [])
];

export type OwnValue = string | number | boolean;

/** Those that rows share which have the same outcome. */
export const outcomeValues = (outcome: ExportOutcome): OwnValue[] => [
	outcome.label,
	rounded(outcome.confidence),
	outcome.tier,
	outcome.rule,
	outcome.needsReview,
	outcome.family,
	outcome.certainty,
	rounded(outcome.familyConfidence)
];

/** Those of the row by itself; they follow. */
export const placeValues = ({
	row,
	time,
	template,
	said
}: RowPlace): [row: number, time: string, template: string, ...said: string[]] => [
	row,
	isoTime(time),
	template,
	...(said ? [said.message, said.level, said.source] : [])
];

const rounded = (probability: number): number => Number(probability.toFixed(4));

/** The columns of an export: all of the input, then ours. No two have one name. */
export class ExportColumns {
	readonly input: string[];
	/**
	 * Label, confidence, tier, rule, needs review, family, certainty, confidence of the family; then the row's place, and
	 * what its columns say where their names do not.
	 */
	readonly own: string[];
	/** Times and levels name nobody, and masked they would be of no use. */
	private readonly unmasked: Set<number>;
	private readonly hasSaid: boolean;

	/** @param places whether rows come with their place */
	constructor(
		private readonly run: RowLayout,
		{ places = false } = {}
	) {
		const { format, mapping, extraColumns } = run;
		const columns = exportColumns(format);
		const taken = namesIn(columns);
		const extra = Array.from({ length: extraColumns }, (_, i) =>
			unusedName([`extra ${i + 1}`], taken)
		);
		this.input = [...columns, ...extra];
		const names = namesIn(this.input);
		this.hasSaid = places && !isPlainByName(run);
		this.own = [
			...OWN_COLUMNS,
			...(places ? PLACE_COLUMNS : []),
			...(this.hasSaid ? SAID_COLUMNS : [])
		].map((wishes) => unusedName(wishes, names));
		const { timestamp = -1, level = -1 } = mapping;
		this.unmasked = new Set([timestamp, level]);
	}

	get all(): string[] {
		return [...this.input, ...this.own];
	}

	/**
	 * A row's cells, one for each input column.
	 * @param raw the row's text as stored
	 * @param source for rows of plain text, which hold none
	 */
	cells(raw: string, source: string): string[] {
		return this.filled(exportCells(this.run, raw, source));
	}

	/** What the row's columns say, where their names alone do not. */
	said(raw: string, source: string): RowSaid | undefined {
		return this.hasSaid ? { ...rowSaid(this.run, raw), source } : undefined;
	}

	/** The same of the rows of a chunk, by position in the chunk: many rows cost a fraction of what each does by itself. */
	chunk(text: ChunkText): {
		cells(at: number, source: string): string[];
		said(at: number, source: string): RowSaid | undefined;
	} {
		const chunk = chunkCells(this.run, text);
		return {
			cells: (at, source) => this.filled(chunk.cells(at, source)),
			said: (at, source) => (this.hasSaid ? { ...chunk.said(at), source } : undefined)
		};
	}

	/** The same cells without personal data. */
	masked(cells: readonly string[]): string[] {
		return cells.map((cell, at) => (this.unmasked.has(at) ? cell : maskPii(cell)));
	}

	private filled(cells: string[]): string[] {
		while (cells.length < this.input.length) cells.push('');
		return cells;
	}
}

/**
 * Whether the names of an input's columns alone say what its rows say. Where they do not, message, level and source are
 * written in columns of their own, so that the file can be read again.
 */
function isPlainByName({ format, mapping }: RowLayout): boolean {
	const { lineFormats = [], padded, serialDates, inner } = format;
	if (inner) return false;
	if (format.kind === 'lines') return true;
	if (lineFormats.length > 0 || padded || serialDates) return false;
	if (format.kind === 'json' && mayBeAudits(format.columns)) return false;
	const named = namedMapping(format.columns, format.kind === 'json');
	const { alsoMessage = [], fallbacks, levelScale, status } = mapping;
	const isComposed = alsoMessage.length > 0 || fallbacks || levelScale || status !== undefined;
	return (
		!isComposed &&
		mapping.message === named.message &&
		mapping.level === named.level &&
		mapping.source === named.source
	);
}

const namesIn = (columns: readonly string[]): Set<string> =>
	new Set(columns.map((name) => name.toLowerCase()));

/** The first wish that is not taken yet, else the last one with a number; it is taken from then on. */
function unusedName(wishes: readonly string[], taken: Set<string>): string {
	let name = wishes.find((wish) => !taken.has(wish));
	for (let number = 2; name === undefined; number++) {
		const numbered = `${wishes[wishes.length - 1]} (${number})`;
		if (!taken.has(numbered)) name = numbered;
	}
	taken.add(name);
	return name;
}
