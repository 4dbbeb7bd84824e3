import type { ColumnMapping, InputFormat, RowChoice } from './input-format';
import { exportCells, exportColumns } from './row-cells';
import type { RowBatch } from './rows';
import { sliceText, stringOf } from '../text/piece-text';

/** What the rows of all files have, whatever their format. */
const COMMON_COLUMNS = ['time', 'level', 'source', 'log_message'];
const COMMON_MAPPING = { timestamp: 0, level: 1, source: 2, message: 3 };
/** Columns of the files beside these. */
const MAX_OWN_COLUMNS = 512;

/**
 * The table that the rows of files become which are each read in their own way: time, level, source and message, then
 * the other columns of the files, those of one name together.
 */
export function mergedChoice(ways: readonly RowChoice[]): RowChoice {
	const columns = [...COMMON_COLUMNS];
	for (const way of ways)
		for (const { name } of ownColumns(way))
			if (!columns.includes(name) && columns.length < MAX_OWN_COLUMNS) columns.push(name);
	const truth = ways.map(truthName).find((name) => name !== undefined);
	const truthAt = truth === undefined ? -1 : columns.indexOf(truth);
	const format: InputFormat = {
		kind: 'csv',
		merged: true,
		encoding: 'utf-8',
		gzip: false,
		delimiter: ',',
		header: false,
		columns,
		zone: 'utc'
	};
	const mapping: ColumnMapping = {
		...COMMON_MAPPING,
		...(truthAt === -1 ? {} : { truth: truthAt }),
		defaultSource: 'input'
	};
	return { format, mapping };
}

/** Columns of a file that the common ones do not say, by their place among `exportColumns`, with their names in the table. */
function ownColumns({ format, mapping }: RowChoice): { at: number; name: string }[] {
	const columns = exportColumns(format);
	if (format.kind === 'lines')
		return columns.flatMap((name, at) => (COMMON_COLUMNS.includes(name) ? [] : [{ at, name }]));
	const { timestamp, level, source, message, alsoMessage = [] } = mapping;
	const said = [timestamp, level, source, ...(alsoMessage.length === 0 ? [message] : [])];
	return columns.flatMap((name, at) =>
		said.includes(at) ? [] : [{ at, name: COMMON_COLUMNS.includes(name) ? `${name} (2)` : name }]
	);
}

const truthName = (way: RowChoice): string | undefined =>
	ownColumns(way).find(({ at }) => at === way.mapping.truth)?.name;

/** Writes the rows of one file as records of the merged table. */
export class MergedRecords {
	/** Where each column of the table is among the file's; -1 where it has none. */
	private readonly own: number[];

	/** @param columns of the merged table */
	constructor(
		private readonly way: RowChoice,
		columns: readonly string[]
	) {
		const places = new Map(ownColumns(way).map(({ at, name }) => [name, at]));
		this.own = columns.slice(COMMON_COLUMNS.length).map((name) => places.get(name) ?? -1);
	}

	/** @param time milliseconds since the epoch; NaN where there is none */
	record(batch: RowBatch, row: number, time: number): string {
		const { starts, ends, text } = batch.scanned;
		const source = batch.source(row);
		const cells = [
			Number.isNaN(time) ? '' : new Date(time).toISOString(),
			batch.level(row),
			source,
			batch.message(row)
		];
		if (this.own.some((at) => at !== -1)) {
			const raw = stringOf(sliceText(text, starts[row] as number, ends[row] as number));
			const shape = { ...this.way, extraColumns: 0 };
			const own = exportCells(shape, raw, source);
			for (const at of this.own) cells.push(own[at] ?? '');
		} else for (let at = 0; at < this.own.length; at++) cells.push('');
		return `${cells.map(quoted).join(',')}\n`;
	}
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
