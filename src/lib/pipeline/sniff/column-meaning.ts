import { NAMED_ROLES, normaliseName, positionsOf } from '../read/field-names';
import type { ColumnMapping } from '../read/input-format';
import { OBJECT_ROLES, objectLayout } from '../read/object-layout';

/** A name of one letter means something in JSON only. */
const tableName = (name: string): string => {
	const normalised = normaliseName(name);
	return normalised.length > 1 ? normalised : '';
};

/** Finds the columns with a meaning by their names. `message` is absent when none is known. */
export function mapColumns(columns: readonly string[], defaultSource: string): ColumnMapping {
	const names = columns.map(tableName);
	const mapping: ColumnMapping = { defaultSource };
	for (const role of NAMED_ROLES) {
		const [at] = positionsOf(role, names);
		if (at !== undefined) mapping[role] = at;
	}
	if (mapping.message === undefined && columns.length === 1) mapping.message = 0;
	return withTitle(mapping, names);
}

const TITLES = ['title', 'subject', 'summary', 'shortdescription'];
const BODIES = ['description', 'details', 'body', 'text', 'content'];

/** A ticket says what it is about in its title, and the rest in its description: the message is both. */
function withTitle(mapping: ColumnMapping, names: readonly string[]): ColumnMapping {
	const body = mapping.message;
	const title = names.findIndex((name) => TITLES.includes(name));
	if (body === undefined || title === -1 || !BODIES.includes(names[body] ?? '')) return mapping;
	return { ...mapping, message: title, alsoMessage: [body] };
}

/**
 * Finds the fields with a meaning among the dotted paths of JSON objects, and those that stand in where a row lacks
 * them. A known label has to be called so: `category` and `class` name the logger as often.
 */
export function mapPaths(paths: readonly string[], defaultSource: string): ColumnMapping {
	const layout = objectLayout(paths);
	const mapping: ColumnMapping = { defaultSource };
	const fallbacks: NonNullable<ColumnMapping['fallbacks']> = {};
	for (const role of OBJECT_ROLES) {
		const [first, ...others] = layout[role];
		if (first === undefined) continue;
		mapping[role] = first;
		if (others.length > 0) fallbacks[role] = others;
	}
	const label = paths.findIndex((path) => normaliseName(path) === 'targetlabel');
	if (label !== -1) mapping.truth = label;
	return Object.keys(fallbacks).length > 0 ? { ...mapping, fallbacks } : mapping;
}

/** How many of the cells are names with a known meaning, each meaning counted once. */
export function knownRoles(cells: readonly string[]): number {
	const names = cells.map(tableName);
	return NAMED_ROLES.filter((role) => positionsOf(role, names).length > 0).length;
}

/** Whether these cells look like column names: at least one has a known meaning. */
export const isKnownHeader = (cells: readonly string[]): boolean => knownRoles(cells) > 0;

/** An apostrophe that an export put before a name against formulas is no part of it. */
const withoutApostrophe = (name: string): string => name.replace(/^'(?=[=+@-])/, '');

/** Makes empty and repeated names distinct: `column 3`, `name (2)`. Returns the names that were repeated too. */
export function uniqueNames(cells: readonly string[]): { columns: string[]; duplicates: string[] } {
	const names = cells.map((cell, index) => withoutApostrophe(cell.trim()) || `column ${index + 1}`);
	const given = new Set(names);
	const taken = new Set<string>();
	const duplicates = new Set<string>();
	const columns = names.map((name) => {
		let unique = name;
		for (let number = 2; taken.has(unique) || (unique !== name && given.has(unique)); number++)
			unique = `${name} (${number})`;
		if (unique !== name) duplicates.add(name);
		taken.add(unique);
		return unique;
	});
	return { columns, duplicates: [...duplicates] };
}
