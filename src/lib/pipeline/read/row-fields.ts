import type { CellColumn, Kernels, NumberTable } from '../kernels/kernels';
import type { NumberedCells, RowBatch } from './rows';
import { SEVERITY_CODE } from './levels';
import { severityOfLevel } from './level-words';
import { UnitMemo } from '../text/unit-memo';
import type { UnitSpan } from '../text/text-units';

/** What rows say, as columns that another thread can be handed. */
export interface RowFields {
	/** UTF-16 units of each raw row. */
	units: Uint32Array<ArrayBuffer>;
	/** Position among the sources of the input. */
	source: Uint32Array<ArrayBuffer>;
	/** Sources that come here for the first time, in the order of their positions. */
	newSources: string[];
	/** Milliseconds since the epoch; NaN where there is none. */
	time: Float64Array<ArrayBuffer>;
	/** Position in `SEVERITIES` of what the row names as its level, or `NO_LEVEL`. */
	level: Uint8Array<ArrayBuffer>;
	/** Position of the message's shape among those of the input, or `NO_SHAPE`. */
	shape: Int32Array<ArrayBuffer>;
	/** Shapes that come here for the first time, in the order of their positions. */
	newShapes: NewShape[];
}

/** A shape, and what follows from it for all messages that have it. */
export interface NewShape {
	shape: string;
	canonical: string;
	/** By the text alone; position in `SEVERITIES`. */
	severity: number;
}

export const NO_LEVEL = 255;
/** The shape is not kept: there are too many, or it is too long. */
export const NO_SHAPE = -1;

/** Gives each shape of a message a position. */
export interface ShapePositions {
	/** Position of the message's shape, or `NO_SHAPE`. */
	positionOf(message: UnitSpan): number;
	/** Shapes that have come since the last call. */
	takeNew(): NewShape[];
	/** Shapes that kernels may keep, bytes of all of them and of one, and bytes of a message that its shape is made of. */
	readonly inKernels: { texts: number; bytes: number; longest: number; counted: number };
}

type Columns = Pick<RowFields, 'units' | 'time' | 'source' | 'level' | 'shape'>;

/** Sources and levels: many rows share them. */
const FEW_SHORT_TEXTS = { texts: 2 ** 12, units: 2 ** 18, unitsOfOne: 2 ** 8 };

/** Reads the fields of the rows of one input, all its files. */
export class FieldReader {
	private readonly sources = new Map<string, number>();
	private readonly sourcePositions = new UnitMemo(
		(source) => this.sourcePosition(source),
		FEW_SHORT_TEXTS
	);
	private readonly levels = new UnitMemo((level) => {
		const severity = severityOfLevel(level);
		return severity === undefined ? NO_LEVEL : SEVERITY_CODE[severity];
	}, FEW_SHORT_TEXTS);
	private newSources: string[] = [];
	private numbers: Record<'source' | 'level' | 'shape', NumberedColumn> | undefined;

	constructor(private readonly shapes: ShapePositions) {}

	/** Of the rows that are to be skipped nothing is read. */
	read(batch: RowBatch): RowFields {
		const { rows } = batch.scanned;
		const columns: Columns = {
			units: new Uint32Array(rows),
			time: new Float64Array(rows),
			source: new Uint32Array(rows),
			level: new Uint8Array(rows),
			shape: new Int32Array(rows)
		};
		if (batch.numbered) this.readColumns(batch, batch.numbered, columns);
		else this.readRows(batch, columns);
		const { newSources } = this;
		this.newSources = [];
		return { ...columns, newSources, newShapes: this.shapes.takeNew() };
	}

	/** All of a row before the next one: some batches hold the row that was asked of last. */
	private readRows(batch: RowBatch, { units, time, source, level, shape }: Columns): void {
		for (let row = batch.skip; row < units.length; row++) {
			units[row] = batch.unitsOf(row);
			time[row] = batch.time(row);
			source[row] = this.sourceOf(batch, row);
			level[row] = this.levels.get(batch.levelUnits(row));
			shape[row] = this.shapes.positionOf(batch.messageUnits(row));
		}
	}

	private readColumns(
		batch: RowBatch,
		numbered: NumberedCells,
		{ units, time, source, level, shape }: Columns
	): void {
		const { skip } = batch;
		const numbers = this.numbersOf(numbered.kernels);
		for (let row = skip; row < units.length; row++) {
			units[row] = batch.unitsOf(row);
			time[row] = batch.time(row);
		}
		const fill = (
			to: Uint32Array | Uint8Array | Int32Array,
			cells: CellColumn | undefined,
			column: NumberedColumn,
			valueOf: (row: number) => number
		): void => {
			if (cells) column.fill(to, numbered, cells, valueOf);
			else for (let row = skip; row < to.length; row++) to[row] = valueOf(row);
		};
		fill(source, numbered.source, numbers.source, (row) => this.sourceOf(batch, row));
		fill(level, numbered.level, numbers.level, (row) => this.levels.get(batch.levelUnits(row)));
		fill(shape, numbered.message, numbers.shape, (row) =>
			this.shapes.positionOf(batch.messageUnits(row))
		);
	}

	private numbersOf(kernels: Kernels): Record<'source' | 'level' | 'shape', NumberedColumn> {
		const { texts, bytes, longest, counted } = this.shapes.inKernels;
		const few = FEW_SHORT_TEXTS;
		const fewTable = (): NumberTable => kernels.newTable(few.texts, few.units, few.unitsOfOne);
		return (this.numbers ??= {
			source: new NumberedColumn(fewTable(), true),
			level: new NumberedColumn(fewTable(), true),
			shape: new NumberedColumn(kernels.newTable(texts, bytes, longest, counted), false)
		});
	}

	private sourceOf(batch: RowBatch, row: number): number {
		return batch.sourceUnits
			? this.sourcePositions.get(batch.sourceUnits(row))
			: this.sourcePosition(batch.source(row));
	}

	private sourcePosition(source: string): number {
		const known = this.sources.get(source);
		if (known !== undefined) return known;
		this.newSources.push(source);
		this.sources.set(source, this.sources.size);
		return this.sources.size - 1;
	}
}

/** One column: what is found out for the first row with a cell holds for all rows whose cell has its number. */
class NumberedColumn {
	private values: (number | undefined)[] = [];
	private file: object | undefined;

	/** @param ofFile what a cell means may differ from file to file */
	constructor(
		private readonly table: NumberTable,
		private readonly ofFile: boolean
	) {}

	/** @param valueOf what a row has in this column */
	fill(
		to: Uint32Array | Uint8Array | Int32Array,
		{ kernels, file }: NumberedCells,
		cells: CellColumn,
		valueOf: (row: number) => number
	): void {
		if (this.ofFile && file !== this.file) {
			this.file = file;
			this.values = [];
		}
		const { values } = this;
		const numbers = kernels.numberCells(this.table, cells);
		for (let row = cells.skip; row < numbers.length; row++) {
			const number = numbers[row] as number;
			to[row] = number < 0 ? valueOf(row) : (values[number] ??= valueOf(row));
		}
	}
}
