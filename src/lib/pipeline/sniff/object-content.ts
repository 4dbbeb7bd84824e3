import { composedMessage, statusesAmong } from '../read/composed-message';
import { EXCEPTION_NAMES, normaliseName } from '../read/field-names';
import type { ColumnMapping } from '../read/input-format';
import { cellAt } from '../read/json-fields';
import { severityOfLevel } from '../read/level-words';
import { TimeReader } from '../read/time-reader';
import { mapPaths } from './column-meaning';

/** Name endings of fields that may be the time, and the level, where no better name is known. */
const TIME_END = /(?:time|timestamp|date|_at|At)$/i;
const LEVEL_END = /(?:type|level|severity|status)$/i;

/**
 * What the fields of objects mean: by their names, by what they hold, and without a message what makes one together.
 *
 * @param paths dotted paths of the fields
 * @param objects the first objects of the input; undefined for a line that is none
 */
export function mapObjects(
	paths: readonly string[],
	objects: readonly (Record<string, unknown> | undefined)[],
	defaultSource: string
): ColumnMapping {
	const cellsOf = (column: number): string[] =>
		objects.flatMap((object) => (object && cellAt(object, paths[column] ?? '')) || []);
	const mapping = mapPaths(paths, defaultSource);
	keepLevels(mapping, (column) => cellsOf(column).some(isLevel));
	const all = (column: number, test: (cell: string) => boolean): boolean => {
		const cells = cellsOf(column);
		return cells.length > 0 && cells.every(test);
	};
	const find = (end: RegExp, test: (cell: string) => boolean): number | undefined => {
		const at = paths.findIndex((path, column) => end.test(path) && all(column, test));
		return at === -1 ? undefined : at;
	};
	const timestamp = mapping.timestamp ?? find(TIME_END, timeTest());
	const level = mapping.level ?? find(LEVEL_END, (cell) => /\p{L}{2}/u.test(cell) && isLevel(cell));
	const status = statusOf(paths, (column) => all(column, (cell) => /^[1-5]\d\d$/.test(cell)));
	return {
		...mapping,
		...(timestamp === undefined ? {} : { timestamp }),
		...(level === undefined ? {} : { level }),
		...(status === undefined ? {} : { status }),
		...composedOf(paths, mapping, cellsOf)
	};
}

const isLevel = (cell: string): boolean =>
	/^\d+$/.test(cell.trim()) || severityOfLevel(cell) !== undefined;

function timeTest(): (cell: string) => boolean {
	const reader = new TimeReader({ zone: 'utc', reference: Date.now(), dayFirst: true });
	return (cell) => cell.length > 8 && !Number.isNaN(reader.read(cell));
}

/** Leaves out fields that are called like a level and hold none. */
function keepLevels(mapping: ColumnMapping, holdsLevel: (column: number) => boolean): void {
	const { level, fallbacks } = mapping;
	if (level === undefined) return;
	const [first, ...others] = [level, ...(fallbacks?.level ?? [])].filter(holdsLevel);
	if (first === undefined) delete mapping.level;
	else mapping.level = first;
	if (fallbacks?.level) mapping.fallbacks = { ...fallbacks, level: others };
}

const endOf = (path: string, parts: number): string =>
	normaliseName(path.split('.').slice(-parts).join('.'));

function statusOf(
	paths: readonly string[],
	isStatus: (column: number) => boolean
): number | undefined {
	for (const parts of [1, 2]) {
		const at = statusesAmong(paths.map((path) => endOf(path, parts))).find(isStatus);
		if (at !== undefined) return at;
	}
	return undefined;
}

/** Of objects whose message is absent, or only an error that few of them have. */
function composedOf(
	paths: readonly string[],
	{ message }: ColumnMapping,
	cellsOf: (column: number) => string[]
): ReturnType<typeof composedMessage> {
	const names = paths.map((path) => endOf(path, 1));
	const isMessage =
		message !== undefined &&
		!EXCEPTION_NAMES.includes(names[message] ?? '') &&
		cellsOf(message).length > 0;
	return isMessage ? undefined : composedMessage(names, cellsOf);
}
