import { composedMessage } from '../read/composed-message';
import { splitRow } from '../read/csv-scanner';
import { normaliseName } from '../read/field-names';
import { withInnerCells } from '../read/inner-fields';
import { InputError } from '../read/input-error';
import type { ColumnMapping, InputFormat } from '../read/input-format';
import { withoutApostrophe } from '../read/own-export';
import { messageOfCells } from '../read/message-cells';
import { PREVIEW_ROWS } from '../constants';
import type { InputProblem } from '../types';
import { TableContent } from './column-content';
import { mapColumns, uniqueNames } from './column-meaning';
import {
	fieldsDirective,
	firstRecords,
	headerPosition,
	looksLikeHeader,
	PREAMBLE,
	type FieldsDirective
} from './csv-head';
import { namesOfKnownTable } from './headless';
import { ownExportMapping } from './own-export-meaning';
import { decideDates } from './date-notes';
import { withInnerFields } from './inner-fields';
import { innerFormats } from './inner-formats';
import { guessDialect, isBoxed, isRuleLine } from './table-shape';
import type { CommonFormat, SeenFile, SniffedInput } from './sniffed';

/** What the first records of a table are. */
interface TableHead {
	header: boolean;
	columns: string[];
	/** The columns have names of their own, by the input or because the table is a well-known one. */
	named: boolean;
	/** Records ahead of the header, and the first of them as text. */
	preamble: number;
	preambleText: string;
	padded: boolean;
	rows: string[][];
	duplicates: string[];
}

/** Finds header, columns and their meaning. */
export function sniffCsv(
	sample: string,
	complete: boolean,
	base: CommonFormat & Pick<InputFormat, 'delimiter'>,
	overrides: Partial<InputFormat>,
	defaultSource: string,
	seen: SeenFile = {}
): SniffedInput {
	const directive = overrides.header === undefined ? fieldsDirective(sample) : undefined;
	const delimiter = overrides.delimiter ?? directive?.delimiter ?? base.delimiter;
	const comment = directive?.comment ?? (isBoxed(sample) ? '+' : undefined);
	const dialect = { ...guessDialect(sample, delimiter), ...(comment ? { comment } : {}) };
	const records = firstRecords(sample, complete, delimiter, dialect);
	const head = directive ? ofDirective(directive, records) : headOf(sample, records, overrides);
	if (head.header && complete && head.rows.length === 0)
		throw new InputError(
			'The file has a header line but no rows below it: there is nothing to classify.'
		);
	const { header, columns, preamble, padded, rows } = head;
	const content = new TableContent(columns, rows, head.named, directive !== undefined);
	const own = header ? ownExportMapping(columns, defaultSource) : undefined;
	const byContent = own ?? content.refine(mapColumns(columns, defaultSource));
	const mapping = withMessage(byContent, head, directive, delimiter);
	const lineFormats = overrides.lineFormats ?? (own ? [] : innerOf(rows, mapping, padded));
	const later = (seen.lines ?? []).map((line) =>
		splitRow(line, delimiter, columns.length, dialect)
	);
	const times = timesOf([...rows, ...later], mapping);
	const dates = decideDates(times, [], overrides, seen.modified ?? Date.now());
	const outer: InputFormat = {
		...base,
		delimiter,
		...dialect,
		kind: 'csv',
		header,
		columns,
		dayFirst: false,
		...dates.format,
		...zoneOf(head, mapping, directive, overrides),
		...(preamble === 0 ? {} : { preamble }),
		...(padded ? { padded } : {}),
		...(own ? { escaped: true } : {}),
		...(content.isSerial(mapping) ? { serialDates: true } : {}),
		...(lineFormats.length > 0 ? { lineFormats } : {})
	};
	const format = own || padded ? outer : withInnerFields(outer, mapping, rows, overrides);
	return {
		format,
		mapping,
		rows: rows
			.slice(0, PREVIEW_ROWS)
			.map((row) => withInnerCells(own ? row.map(withoutApostrophe) : row, format, mapping)),
		problems: [
			...head.duplicates.map(duplicateProblem),
			...preambleProblem(head),
			...dates.problems
		]
	};
}

function ofDirective({ columns }: FieldsDirective, rows: string[][]): TableHead {
	const unique = uniqueNames(columns);
	const none = { header: false, preamble: 0, preambleText: '', padded: false };
	return { ...none, named: true, rows, ...unique };
}

function headOf(sample: string, all: string[][], overrides: Partial<InputFormat>): TableHead {
	const typed = PREAMBLE.test(sample) ? 1 : 0;
	const preamble = typed + (overrides.header === false ? 0 : headerPosition(all.slice(typed)));
	const records = all.slice(preamble);
	const header = overrides.header ?? looksLikeHeader(records);
	const hasRule = header && isRuleLine(records[1] ?? []);
	const padded = hasRule || isBoxed(sample);
	const body = records.slice((header ? 1 : 0) + (hasRule ? 1 : 0));
	const rows = padded ? body.map((row) => row.map((cell) => cell.trim())) : body;
	const known = header ? undefined : namesOfKnownTable(records);
	const names = header
		? withUnnamedColumn([records[0] ?? [], ...rows])
		: (known ?? (records[0] ?? []).map((_, i) => `column ${i + 1}`));
	const preambleText = preamble > typed ? (all[typed] ?? []).join(' ').trim() : '';
	const named = header || known !== undefined;
	return { header, named, preamble, preambleText, padded, rows, ...uniqueNames(names) };
}

/** Of rows without a message: what makes it among their columns. */
function withMessage(
	mapping: ColumnMapping,
	{ header, columns, preamble, rows }: TableHead,
	directive: FieldsDirective | undefined,
	delimiter: string
): ColumnMapping {
	if (mapping.message !== undefined) return mapping;
	const composed = composedMessage(columns.map(normaliseName), (column) =>
		rows.map((row) => row[column] ?? '')
	);
	if (composed) return { ...mapping, ...composed };
	const isOfMachine = directive !== undefined || !header || preamble > 0 || delimiter === ' ';
	if (!isOfMachine || mapping.timestamp === undefined) return mapping;
	const { timestamp, clock } = mapping;
	const [message, ...alsoMessage] = columns.flatMap((_, at) =>
		at === timestamp || at === clock ? [] : [at]
	);
	return message === undefined ? mapping : { ...mapping, message, alsoMessage, glue: ' ' };
}

/** Ids of the formats that the messages have, where they are log lines or objects of their own. */
const innerOf = (rows: string[][], mapping: ColumnMapping, padded: boolean): string[] =>
	mapping.message === undefined || padded
		? []
		: innerFormats(rows.map((row) => messageOfCells(mapping, row)));

/** The zone that the header or the kind of file names. */
function zoneOf(
	{ columns }: TableHead,
	{ timestamp = -1 }: ColumnMapping,
	directive: FieldsDirective | undefined,
	overrides: Partial<InputFormat>
): Pick<InputFormat, 'zone'> {
	if (overrides.zone !== undefined) return {};
	const isUtc = directive?.isUtc || /[[(](?:UTC|GMT|Z)[\])]\s*$/i.test(columns[timestamp] ?? '');
	return isUtc ? { zone: 'utc' } : {};
}

const timesOf = (rows: readonly string[][], { timestamp }: ColumnMapping): string[] =>
	timestamp === undefined ? [] : rows.map((row) => row[timestamp] ?? '');

const duplicateProblem = (column: string): InputProblem => ({
	kind: 'duplicate-header',
	line: 1,
	column,
	message: `Line 1: the column name "${column}" is there more than once; later ones are called "${column} (2)", "${column} (3)" …`
});

function preambleProblem({ preamble, preambleText }: TableHead): InputProblem[] {
	if (preambleText === '') return [];
	const records = preamble === 1 ? 'One line' : `${preamble} lines`;
	return [
		{
			kind: 'preamble',
			line: 1,
			message: `${records} ahead of the header ${preamble === 1 ? 'was' : 'were'} passed over: "${preambleText.slice(0, 80)}".`
		}
	];
}

/** The header, with a name for a last column that only the rows have: Event Viewer leaves out the description's. */
function withUnnamedColumn([header = [], ...rows]: readonly string[][]): string[] {
	const longer = rows.filter((row) => row.length === header.length + 1).length;
	if (rows.length === 0 || longer < rows.length * 0.8) return header;
	const isNamed = mapColumns(header, '').message !== undefined;
	return [...header, isNamed ? '' : 'Description'];
}
