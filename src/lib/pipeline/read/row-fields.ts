import type { RowBatch } from './rows';
import { SEVERITY_CODE } from './levels';
import { severityOfLevel } from './level-words';
import { UnitMemo } from '../text/unit-memo';

/** What rows say beside their message, as columns that another thread can be handed. */
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
}

export const NO_LEVEL = 255;

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

	/** Of the rows that are to be skipped nothing is read. */
	read(batch: RowBatch): RowFields {
		const { rows } = batch.scanned;
		const units = new Uint32Array(rows);
		const source = new Uint32Array(rows);
		const time = new Float64Array(rows);
		const level = new Uint8Array(rows);
		for (let row = batch.skip; row < rows; row++) {
			units[row] = batch.unitsOf(row);
			source[row] = this.sourcePositions.get(batch.sourceUnits(row));
			time[row] = batch.time(row);
			level[row] = this.levels.get(batch.levelUnits(row));
		}
		const { newSources } = this;
		this.newSources = [];
		return { units, source, newSources, time, level };
	}

	private sourcePosition(source: string): number {
		const known = this.sources.get(source);
		if (known !== undefined) return known;
		this.newSources.push(source);
		this.sources.set(source, this.sources.size);
		return this.sources.size - 1;
	}
}
