import type { ColumnMapping } from '../read/input-format';

/** Names under which a column with a meaning is known, best first; compared without case, spaces, `_`, `-` and `.`. */
const SYNONYMS = {
	message: [
		'logmessage',
		'message',
		'msg',
		'logmsg',
		'log',
		'logline',
		'text',
		'body',
		'content',
		'event',
		'eventmessage',
		'description',
		'details',
		'line',
		'raw',
		'textpayload',
		'shortmessage',
		'fullmessage',
		'summary',
		'title',
		'subject'
	],
	source: [
		'source',
		'logsource',
		'service',
		'servicename',
		'app',
		'application',
		'appname',
		'syslogidentifier',
		'containername',
		'system',
		'host',
		'hostname',
		'logger',
		'component',
		'provider',
		'program',
		'process',
		'providername',
		'loggername',
		'podname',
		'module',
		'systemdunit',
		'comm'
	],
	timestamp: [
		'timestamp',
		'time',
		'datetime',
		'@timestamp',
		'date',
		'ts',
		'timecreated',
		'createdat',
		'eventtime',
		'logtime',
		'dateandtime',
		'timegenerated',
		'asctime',
		'realtimetimestamp',
		'opened',
		'openedat',
		'created'
	],
	level: [
		'leveldisplayname',
		'level',
		'severity',
		'loglevel',
		'levelname',
		'lvl',
		'severitytext',
		'priority'
	],
	truth: ['targetlabel', 'label', 'category', 'truelabel', 'class']
} as const;

const normalise = (name: string): string =>
	name
		.trim()
		.toLowerCase()
		.replace(/[\s_.-]/g, '');

/** Finds the columns with a meaning by their names. `message` is absent when none is known. */
export function mapColumns(columns: readonly string[], defaultSource: string): ColumnMapping {
	const names = columns.map(normalise);
	const mapping: ColumnMapping = { defaultSource };
	for (const role of ['message', 'source', 'timestamp', 'level', 'truth'] as const) {
		for (const synonym of SYNONYMS[role]) {
			const at = names.indexOf(synonym);
			if (at === -1) continue;
			mapping[role] = at;
			break;
		}
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
 * Finds the fields with a meaning among the dotted paths of JSON objects: by the whole path, else by its last part. A
 * known label has to be called so: `category` and `class` name the logger as often.
 */
export function mapPaths(paths: readonly string[], defaultSource: string): ColumnMapping {
	const whole = mapColumns(paths, defaultSource);
	const ends = mapColumns(
		paths.map((path) => path.slice(path.lastIndexOf('.') + 1)),
		defaultSource
	);
	const mapping = { ...ends, ...whole };
	delete mapping.truth;
	const label = paths.findIndex((path) => normalise(path) === 'targetlabel');
	if (mapping.source === undefined && paths.includes('name'))
		mapping.source = paths.indexOf('name');
	return label === -1 ? mapping : { ...mapping, truth: label };
}

/** Whether these cells look like column names: at least one has a known meaning. */
export function isKnownHeader(cells: readonly string[]): boolean {
	const known = new Set<string>(Object.values(SYNONYMS).flat());
	return cells.length > 0 && cells.some((cell) => known.has(normalise(cell)));
}

/** Makes empty and repeated names distinct: `column 3`, `name (2)`. Returns the names that were repeated too. */
export function uniqueNames(cells: readonly string[]): { columns: string[]; duplicates: string[] } {
	const names = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
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
