import { LINE_FORMATS } from '../lib/pipeline/read/formats';
import type { ColumnMapping, InputFormat } from '../lib/pipeline/read/input-format';
import { UsageError } from './usage';

/** What a column can mean, by the word of the command line. */
const ROLES = {
	message: 'message',
	time: 'timestamp',
	level: 'level',
	source: 'source',
	label: 'truth'
} as const satisfies Record<string, keyof ColumnMapping>;

type RoleWord = keyof typeof ROLES;

/** Names of columns by what they mean; '' where none does. */
export type ChosenColumns = Partial<Record<RoleWord, string>>;

/** What is not to be guessed of an input. */
export interface ReadingChoice extends Partial<InputFormat> {
	chosenColumns?: ChosenColumns;
}

/** Options of every command that reads log files. */
export const READING_OPTIONS = {
	format: { type: 'string' },
	columns: { type: 'string' },
	zone: { type: 'string' },
	now: { type: 'string' }
} as const;

export const READING_HELP = `      --format F        csv, tsv, json, lines, text (each line is a message), or formats of lines by their ids, such as
                        syslog,nginx-error; guessed unless given
      --columns LIST    which columns mean what: message=…,time=…,level=…,source=…,label=…; guessed unless given, and
                        none where nothing follows the sign
      --zone utc|local  zone of times that name none; local unless given
      --now ISO         date of the files, by which a year that they leave out is found`;

/**
 * What the options say of an input.
 * @throws UsageError for a format, column or zone that there is none of
 */
export function readingChoice(options: {
	format?: string | undefined;
	columns?: string | undefined;
	zone?: string | undefined;
}): ReadingChoice {
	return {
		...formatOf(options.format),
		...(options.columns === undefined ? {} : { chosenColumns: columnsOf(options.columns) }),
		...zoneOf(options.zone)
	};
}

const KINDS: Record<string, Partial<InputFormat>> = {
	csv: { kind: 'csv' },
	tsv: { kind: 'csv', delimiter: '\t' },
	json: { kind: 'json' },
	lines: { kind: 'lines' },
	text: { kind: 'lines', lineFormats: [] }
};

function formatOf(given: string | undefined): Partial<InputFormat> {
	if (given === undefined) return {};
	const kind = Object.hasOwn(KINDS, given) ? KINDS[given] : undefined;
	if (kind) return kind;
	const lineFormats = given.split(',').map((id) => id.trim());
	const known = LINE_FORMATS.map(({ id }) => id);
	const unknown = lineFormats.find((id) => !known.includes(id));
	if (unknown !== undefined)
		throw new UsageError(
			`--format: there is no format "${unknown}". There are ${[...Object.keys(KINDS), ...known].join(', ')}.`
		);
	return { kind: 'lines', lineFormats };
}

function columnsOf(list: string): ChosenColumns {
	const words = Object.keys(ROLES);
	// A comma may be a part of a name: only one before a known word parts two columns.
	const parts = list.split(new RegExp(`,(?=\\s*(?:${words.join('|')})\\s*=)`));
	const chosen: ChosenColumns = {};
	for (const part of parts) {
		const at = part.indexOf('=');
		const word = part.slice(0, Math.max(0, at)).trim();
		if (!isRole(word))
			throw new UsageError(
				`--columns: "${part}" is not one of ${words.map((one) => `${one}=COLUMN`).join(', ')}`
			);
		chosen[word] = part.slice(at + 1).trim();
	}
	return chosen;
}

const isRole = (word: string): word is RoleWord => Object.hasOwn(ROLES, word);

/** How times without a zone are read. */
function zoneOf(zone: string | undefined): { zone?: 'utc' | 'local' } {
	if (zone === undefined) return {};
	if (zone === 'utc' || zone === 'local') return { zone };
	throw new UsageError(`--zone: "${zone}" is neither utc nor local`);
}

/**
 * What the columns of an input mean, with what was chosen in place of what was guessed. A column has one meaning, as in the
 * page's preview, and what stood in for a guessed one does not for a chosen one.
 *
 * @throws UsageError for a name that the input has no column of
 */
export function chosenMapping(
	{ columns, merged }: Pick<InputFormat, 'columns' | 'merged'>,
	guessed: ColumnMapping,
	chosen: ChosenColumns
): ColumnMapping {
	if (merged)
		throw new UsageError(
			'--columns: files of several formats have no columns in common; name them one by one.'
		);
	let mapping = guessed;
	for (const [word, name] of Object.entries(chosen) as [RoleWord, string][]) {
		const at = columns.indexOf(name);
		if (name !== '' && at === -1)
			throw new UsageError(
				`--columns ${word}: there is no column "${name}". There are ${columns.map((one) => `"${one}"`).join(', ')}.`
			);
		mapping = withRole(mapping, ROLES[word], name === '' ? undefined : at);
	}
	return mapping;
}

/** @param column undefined: none */
function withRole(
	{ alsoMessage = [], fallbacks, ...mapping }: ColumnMapping,
	role: (typeof ROLES)[RoleWord],
	column: number | undefined
): ColumnMapping {
	const isReplaced = (key: string, at: unknown): boolean =>
		key === role ||
		(column !== undefined && at === column) ||
		(role === 'timestamp' && key === 'clock') ||
		(role === 'level' && key === 'levelScale');
	const kept = Object.entries(mapping).filter(([key, at]) => !isReplaced(key, at));
	const followers = role === 'message' ? [] : alsoMessage.filter((at) => at !== column);
	return {
		...(Object.fromEntries(kept) as Omit<ColumnMapping, 'alsoMessage' | 'fallbacks'>),
		...(fallbacks ? { fallbacks: { ...fallbacks, [role]: [] } } : {}),
		...(followers.length > 0 ? { alsoMessage: followers } : {}),
		...(column === undefined ? {} : { [role]: column })
	};
}
