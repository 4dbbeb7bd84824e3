import { LINE_FORMATS } from '../../lib/pipeline/read/formats';
import { InputError } from '../../lib/pipeline/read/input-error';
import type {
	ColumnMapping,
	FileReading,
	InputFormat,
	RowChoice
} from '../../lib/pipeline/read/input-format';
import type { JoinRule } from '../../lib/pipeline/read/join-rule';
import { mergedChoice } from '../../lib/pipeline/read/merged-table';
import {
	firstTime,
	mergedEntries,
	previewEntries,
	sampleRows,
	type PreviewEntry
} from '../../lib/pipeline/sniff/preview-entries';
import { sniffInput, sourceOfFile } from '../../lib/pipeline/sniff/sniff';
import type { SniffedInput } from '../../lib/pipeline/sniff/sniffed';
import { unknownLevels } from '../../lib/pipeline/sniff/unknown-levels';
import type { InputProblem } from '../../lib/pipeline/types';
import type { InputFile, InputPreview } from '../contracts/classifier';
import { withFilesOfArchives } from '../read/archives/list-files';
import { withLaterFormats } from '../read/later-formats';
import { BY_NAME, requireMergeable } from '../read/merged-pieces';
import { readSample } from '../read/read-text';
import { isPacked } from '../read/unpack';

/** One file of an input, read far enough to guess its format; or why it cannot be. */
interface Part {
	reading: FileReading;
	sample: string;
	complete: boolean;
	sniffed?: SniffedInput;
}

/**
 * What an input looks like before it is classified. Archives are replaced by the files in them. Files that can be read in
 * one way are read together; of several ways each file is read in its own, and the rows are merged by time.
 *
 * @param format what the user chose; taken as given
 * @param mapping what the user chose the columns to mean
 * @param chosen which files the user wants, where it was said
 * @throws InputError when no file can be read
 */
export async function previewInput(
	given: readonly InputFile[] | string,
	format: Partial<InputFormat>,
	mapping?: ColumnMapping,
	chosen?: readonly boolean[]
): Promise<InputPreview> {
	const input = typeof given === 'string' ? given : await withFilesOfArchives(given);
	const files = typeof input === 'string' ? [{ file: input, name: 'pasted.txt' }] : input;
	const wanted = chosen ?? likelyLogs(files);
	const parts: Part[] = [];
	// One after the other: a folder may hold thousands, and each sample is a quarter of a megabyte.
	for (const [at, file] of files.entries())
		parts.push(wanted[at] === false ? unchosenPart(file) : await readPart(file, format));
	const kept = parts.filter(({ sniffed }) => sniffed !== undefined);
	const [first] = kept;
	if (!first?.sniffed) throw new InputError(sentence(whyNone(parts)));
	const ways = new Set(kept.map((part) => wayOf(part.sniffed?.format)));
	const found = ways.size === 1 ? readTogether(kept, format, mapping) : readInOwnWays(kept);
	return {
		...found,
		input,
		files: parts.map(({ reading }) => reading),
		problems: [...found.problems, ...parts.flatMap(leftOutProblem)],
		bytes: kept.reduce((sum, { reading }) => sum + reading.bytes, 0)
	};
}

type PreviewOfParts = Omit<InputPreview, 'input' | 'files' | 'bytes'>;

/** Files of one way, as one format. */
function readTogether(
	kept: readonly Part[],
	format: Partial<InputFormat>,
	mapping: ColumnMapping | undefined
): PreviewOfParts {
	const first = kept[0] as SniffedPart;
	const { reading, sample, complete } = first;
	const { modified } = reading;
	const sniffed =
		kept.length === 1
			? first.sniffed
			: sniffInput(sample, complete, reading.name, together(kept, first, format), { modified });
	const way = { format: sniffed.format, mapping: mapping ?? sniffed.mapping };
	if (way.mapping.message === undefined) return { ...sniffed, ...way, entries: [] };
	const rows = sampleRows(sample, complete, way, reading);
	return {
		...sniffed,
		...way,
		entries: previewEntries(rows),
		problems: [...sniffed.problems, ...unknownLevels(rows)]
	};
}

/** Files of several ways: each keeps its own, and the rows become one table. */
function readInOwnWays(kept: readonly Part[]): PreviewOfParts {
	const byName = [...kept].sort((a, b) => BY_NAME.compare(a.reading.name, b.reading.name));
	const read: { way: RowChoice; entries: PreviewEntry[]; problems: InputProblem[] }[] = [];
	for (const part of byName) {
		const { reading, sample, complete, sniffed } = part as SniffedPart;
		const { format, mapping } = sniffed;
		const way = { format, mapping };
		if (mapping.message === undefined) {
			reading.leftOut = 'it is not plain which of its columns holds the message. Drop it by itself';
			continue;
		}
		reading.way = way;
		const rows = sampleRows(sample, complete, way, reading);
		const time = firstTime(rows);
		if (time !== undefined) reading.firstTime = time;
		const problems = [...sniffed.problems, ...unknownLevels(rows)].map(({ kind, message }) => ({
			kind,
			message: `${reading.name}: ${message}`
		}));
		read.push({ way, problems, entries: previewEntries(rows) });
	}
	if (read.length === 0)
		throw new InputError(
			'It is not plain which column of the files holds the message. Drop them one by one.'
		);
	requireMergeable(kept.map(({ reading }) => reading));
	return {
		...mergedChoice(read.map(({ way }) => way)),
		rows: [],
		entries: mergedEntries(read.map(({ entries }) => entries)),
		problems: read.flatMap(({ problems }) => problems)
	};
}

interface SniffedPart extends Part {
	sniffed: SniffedInput;
}

/** Files that are text, but seldom a log: beside logs they are not read unless they are chosen. */
const SELDOM_LOGS =
	/\.(?:md|html?|css|[cm]?[jt]sx?|py|rb|go|rs|java|kt|c|cc|cpp|h|cs|php|sh|ps1|bat|ya?ml|toml|ini|conf|cfg|properties|xsd|xslt?|svg|sql|lock|pem|crt|key|pub)$|(?:^|\/)(?:README|LICEN[CS]E|NOTICE|Makefile|Dockerfile|package(?:-lock)?\.json|tsconfig\.json)[^/]*$/i;

/** Which files of an input are read unless somebody chooses: of archives those that look like logs. */
function likelyLogs(files: readonly { name: string; inside?: unknown }[]): boolean[] {
	const likely = files.map(({ name, inside }) => !inside || !SELDOM_LOGS.test(name));
	return likely.includes(true) ? likely : files.map(() => true);
}

function whyNone(parts: readonly Part[]): string {
	const reason = parts.find(({ reading }) => reading.leftOut && !reading.unchosen)?.reading.leftOut;
	return reason ?? (parts.length === 0 ? 'No file was given' : 'No file is chosen');
}

interface GivenFile extends Omit<InputFile, 'file'> {
	file: File | string;
}

function unchosenPart(file: GivenFile): Part {
	const reading = { ...readingOf(file), leftOut: 'it is not chosen', unchosen: true };
	return { reading, sample: '', complete: true };
}

/** What is known of a file before it is read. */
function readingOf({ file, name, inside }: GivenFile): FileReading {
	const source = sourceOfFile(inside ? nameInside({ name, inside }) : name);
	const common = { name, source, encoding: 'utf-8', gzip: false };
	if (typeof file === 'string') return { ...common, bytes: file.length, modified: Date.now() };
	if (!inside) return { ...common, bytes: file.size, modified: file.lastModified };
	const { bytes, modified = file.lastModified } = inside;
	return { ...common, inside, bytes, modified };
}

/** The name of a file without that of its archive. */
const nameInside = ({ name, inside }: Pick<GivenFile, 'name' | 'inside'>): string =>
	inside ? name.slice(inside.archive.length + 1) : name;

async function readPart(given: GivenFile, format: Partial<InputFormat>): Promise<Part> {
	const { file, inside, unreadable } = given;
	const name = nameInside(given);
	const reading = readingOf(given);
	try {
		if (unreadable !== undefined) throw new InputError(unreadable);
		const { text, complete, ...choice } = await readSample(file, format.encoding, inside);
		Object.assign(reading, choice);
		const { modified } = reading;
		const packing = { ...choice };
		delete packing.inside;
		const overrides = { ...format, ...packing };
		const sniffed = sniffInput(text, complete, name, overrides, { modified });
		const part = { reading, sample: text, complete };
		const { kind, lineFormats: found = [] } = sniffed.format;
		const isWhole = complete || isPacked(reading) || inside !== undefined;
		const isOpen = sniffed.problems.some((problem) => problem.kind === 'date-order');
		const wantsMore = kind === 'lines' ? !format.lineFormats : isOpen;
		if (isWhole || !wantsMore) return { ...part, sniffed };
		const later = await withLaterFormats(found, file, reading.encoding);
		const seen = { modified, lines: later.lines };
		const more = kind === 'lines' ? { lineFormats: later.lineFormats } : {};
		return { ...part, sniffed: sniffInput(text, false, name, { ...overrides, ...more }, seen) };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { reading: { ...reading, leftOut: error.message }, sample: '', complete: true };
	}
}

/** Tables need the same columns; lines of any formats, and objects of any fields, go together. */
function wayOf(format: InputFormat | undefined): string {
	if (!format) return '';
	const { kind, delimiter, header, preamble, backslash, comment, padded, columns } = format;
	if (kind === 'json') return JSON.stringify([kind, format.recordsAt]);
	if (kind === 'lines') return kind;
	return JSON.stringify([delimiter, header, preamble ?? 0, backslash, comment, padded, columns]);
}

/** The format in which several files are read: all their line formats, all their fields. */
function together(
	parts: readonly Part[],
	{ sniffed }: Part,
	format: Partial<InputFormat>
): Partial<InputFormat> {
	const formats = parts.flatMap((part) => (part.sniffed ? [part.sniffed.format] : []));
	const ids = new Set(formats.flatMap(({ lineFormats = [] }) => lineFormats));
	const kind = sniffed?.format.kind ?? 'lines';
	const { encoding = 'utf-8', gzip = false, zstd, bzip2, xz, table } = sniffed?.format ?? {};
	return {
		...format,
		encoding,
		gzip,
		...(zstd ? { zstd } : {}),
		...(bzip2 ? { bzip2 } : {}),
		...(xz ? { xz } : {}),
		...(table ? { table } : {}),
		kind,
		lineFormats: LINE_FORMATS.map(({ id }) => id).filter((id) => ids.has(id)),
		...(kind === 'json'
			? { columns: [...new Set(formats.flatMap(({ columns }) => columns))] }
			: {}),
		...innerOf(formats),
		...(format.dayFirst === undefined && formats.some(({ dayFirst }) => dayFirst)
			? { dayFirst: true }
			: {}),
		join: format.join ?? commonJoin(formats)
	};
}

/** The fields of the objects in the messages of all files. */
function innerOf(formats: readonly InputFormat[]): Pick<InputFormat, 'inner'> {
	const fields = formats.flatMap(({ inner = [] }) => inner);
	const inner = [...new Map(fields.map((field) => [field.path, field])).values()];
	return inner.length === 0 ? {} : { inner };
}

/** What all files ask for; where they differ, only what looks like a part of a trace joins, if anything does in one of them. */
function commonJoin(formats: readonly InputFormat[]): JoinRule {
	const rules = new Set(formats.map(({ join }) => join?.by ?? 'off'));
	const [only] = rules;
	if (rules.size === 1 && only === 'headers') return { by: 'headers' };
	return { by: rules.has('frames') || rules.has('headers') ? 'frames' : 'off' };
}

function leftOutProblem({ reading: { name, leftOut, unchosen } }: Part): InputProblem[] {
	if (leftOut === undefined || unchosen) return [];
	return [{ kind: 'left-out', message: `${name} was left out: ${sentence(leftOut)}` }];
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
