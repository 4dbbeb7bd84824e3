import { withoutAnsi } from '../text/ansi';
import { normaliseName } from './field-names';
import type { InnerEntry } from './log-entry';
import type { ColumnMapping } from './input-format';
import { cellAt, pathsOf } from './json-fields';
import { levelOnScale, levelWithStatus, scaleOf, type LevelScale } from './level-scales';
import { joinMessage, messageColumns } from './message-cells';
import { objectLayout, type ObjectLayout } from './object-layout';

/** What an object says by its fields' names alone; `message` is '' where no field is one. */
export function entryOfObject(object: Record<string, unknown>): InnerEntry {
	const paths = pathsOf(object);
	const key = paths.join('\n');
	let layout = layouts.get(key);
	if (!layout) {
		if (layouts.size >= MAX_LAYOUTS) layouts.clear();
		layout = objectLayout(paths);
		layouts.set(key, layout);
	}
	const first = (columns: readonly number[]): string => {
		for (const column of columns) {
			const cell = cellAt(object, paths[column] ?? '');
			if (cell !== '') return cell;
		}
		return '';
	};
	return {
		time: first(layout.timestamp),
		level: withoutAnsi(first(layout.level)),
		source: first(layout.source),
		message: withoutAnsi(first(layout.message))
	};
}

/** Objects of one program have few sets of fields. */
const layouts = new Map<string, ObjectLayout>();
const MAX_LAYOUTS = 500;

/** Reads the objects of one input by the mapping of its columns. */
class ObjectReader {
	private readonly scales: (LevelScale | undefined)[];
	private readonly times: readonly number[];
	private readonly sources: readonly number[];
	private readonly levels: readonly number[];
	private readonly messages: readonly number[];
	/** Serilog leaves out the level of what is only information. */
	private readonly isClef: boolean;

	constructor(
		private readonly columns: readonly string[],
		private readonly mapping: ColumnMapping
	) {
		const names = columns.map(normaliseName);
		this.scales = names.map((name) => scaleOf(name, names));
		this.times = this.columnsOf('timestamp');
		this.sources = this.columnsOf('source');
		this.levels = this.columnsOf('level');
		this.messages = messageColumns(mapping);
		this.isClef = columns.includes('@t') && (columns.includes('@mt') || columns.includes('@m'));
	}

	read(object: Record<string, unknown>): InnerEntry {
		return {
			time: this.first(object, this.times),
			level: this.levelOf(object),
			source: this.first(object, this.sources),
			message: this.messageOf(object)
		};
	}

	/** The message by the mapping, else what else says something; '' where nothing does. */
	private messageOf(object: Record<string, unknown>): string {
		const { mapping } = this;
		const cells = this.messages.map((column) => this.cell(object, column));
		const message = joinMessage(cells, mapping.glue);
		const found = message || this.first(object, mapping.fallbacks?.message ?? []);
		return withoutAnsi(found) || entryOfObject(object).message;
	}

	private levelOf(object: Record<string, unknown>): string {
		const column = this.levels.find((at) => this.cell(object, at) !== '');
		const said = column === undefined ? '' : withoutAnsi(this.cell(object, column));
		const scale = column === undefined ? undefined : this.scales[column];
		const level = scale ? levelOnScale(said, scale) : said;
		const { status } = this.mapping;
		if (status !== undefined) return levelWithStatus(level, this.cell(object, status));
		return level === '' && this.isClef ? 'Information' : level;
	}

	private columnsOf(role: 'timestamp' | 'source' | 'level'): number[] {
		const column = this.mapping[role];
		return column === undefined ? [] : [column, ...(this.mapping.fallbacks?.[role] ?? [])];
	}

	private first(object: Record<string, unknown>, columns: readonly number[]): string {
		for (const column of columns) {
			const cell = this.cell(object, column);
			if (cell !== '') return cell;
		}
		return '';
	}

	private cell(object: Record<string, unknown>, column: number): string {
		return cellAt(object, this.columns[column] ?? '');
	}
}

/** One for each mapping, since it is asked for row by row. */
const readers = new WeakMap<ColumnMapping, { columns: readonly string[]; reader: ObjectReader }>();

/** Reads the objects of an input by the mapping of its columns. */
export function objectReader(columns: readonly string[], mapping: ColumnMapping): ObjectReader {
	const known = readers.get(mapping);
	if (known?.columns === columns) return known.reader;
	const reader = new ObjectReader(columns, mapping);
	readers.set(mapping, { columns, reader });
	return reader;
}
