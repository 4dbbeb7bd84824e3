import { LINE_FORMATS } from '../../lib/pipeline/read/formats';
import { InputError } from '../../lib/pipeline/read/input-error';
import type { ColumnMapping, FileReading, InputFormat } from '../../lib/pipeline/read/input-format';
import { previewEntries } from '../../lib/pipeline/sniff/preview-entries';
import { sniffInput, sourceOfFile } from '../../lib/pipeline/sniff/sniff';
import type { SniffedInput } from '../../lib/pipeline/sniff/sniffed';
import type { InputProblem } from '../../lib/pipeline/types';
import type { InputFile, InputPreview } from '../contracts/classifier';
import { withLaterFormats } from '../read/later-formats';
import { readSample } from '../read/read-text';

/** One file of an input, read far enough to guess its format; or why it cannot be. */
interface Part {
	reading: FileReading;
	sample: string;
	complete: boolean;
	sniffed?: SniffedInput;
}

/**
 * What an input looks like before it is classified. Files that can be read in one way are read together: of different
 * ways the one that holds most bytes; the other files are left out and named.
 *
 * @param format what the user chose; taken as given
 * @param mapping what the user chose the columns to mean
 * @throws InputError when no file can be read
 */
export async function previewInput(
	input: readonly InputFile[] | string,
	format: Partial<InputFormat>,
	mapping?: ColumnMapping
): Promise<InputPreview> {
	const files = typeof input === 'string' ? [{ file: input, name: 'pasted.txt' }] : input;
	const parts: Part[] = [];
	// One after the other: a folder may hold thousands, and each sample is a quarter of a megabyte.
	for (const { file, name } of files) parts.push(await readPart(file, name, format));
	const kept = largestGroup(parts);
	for (const part of parts)
		if (!kept.includes(part))
			part.reading.leftOut ??=
				'it has to be read in another way than the others. Drop it by itself';
	const first = kept[0];
	if (!first?.sniffed)
		throw new InputError(sentence(parts[0]?.reading.leftOut ?? 'No file was given'));
	const sniffed =
		kept.length === 1
			? first.sniffed
			: sniffInput(
					first.sample,
					first.complete,
					first.reading.name,
					together(kept, first, format),
					{
						modified: first.reading.modified
					}
				);
	return {
		...sniffed,
		mapping: mapping ?? sniffed.mapping,
		files: parts.map(({ reading }) => reading),
		entries: previewEntries(
			first.sample,
			first.complete,
			sniffed.format,
			mapping ?? sniffed.mapping,
			first.reading
		),
		problems: [...sniffed.problems, ...parts.flatMap(leftOutProblem)],
		bytes: kept.reduce((sum, { reading }) => sum + reading.bytes, 0)
	};
}

async function readPart(
	file: File | string,
	name: string,
	format: Partial<InputFormat>
): Promise<Part> {
	const common = { name, source: sourceOfFile(name), encoding: 'utf-8', gzip: false };
	const reading: FileReading =
		typeof file === 'string'
			? { ...common, bytes: file.length, modified: Date.now() }
			: { ...common, bytes: file.size, modified: file.lastModified };
	try {
		const { text, complete, ...choice } = await readSample(file, format.encoding);
		Object.assign(reading, choice);
		const { modified } = reading;
		const sniffed = sniffInput(text, complete, name, { ...format, ...choice }, { modified });
		const part = { reading, sample: text, complete };
		const { kind, lineFormats: found = [] } = sniffed.format;
		const isPacked = reading.gzip || reading.zstd === true;
		if (kind !== 'lines' || complete || isPacked || format.lineFormats) return { ...part, sniffed };
		const later = await withLaterFormats(found, file, reading.encoding);
		const overrides = { ...format, ...choice, lineFormats: later.lineFormats };
		const seen = { modified, lines: later.lines };
		return {
			...part,
			sniffed: sniffInput(text, false, name, overrides, seen)
		};
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { reading: { ...reading, leftOut: error.message }, sample: '', complete: true };
	}
}

/** Files that are read in the same way, in their order. */
function largestGroup(parts: readonly Part[]): Part[] {
	const groups = new Map<string, Part[]>();
	for (const part of parts) {
		if (!part.sniffed) continue;
		const key = wayOf(part.sniffed.format);
		groups.set(key, [...(groups.get(key) ?? []), part]);
	}
	const bytesOf = (group: readonly Part[]): number =>
		group.reduce((sum, { reading }) => sum + reading.bytes, 0);
	return [...groups.values()].sort((a, b) => bytesOf(b) - bytesOf(a))[0] ?? [];
}

/** Tables need the same columns; lines of any formats, and objects of any fields, go together. */
function wayOf(format: InputFormat): string {
	const { kind, delimiter, header, preamble, backslash, comment, padded, columns } = format;
	if (kind === 'json') return JSON.stringify([kind, format.recordsAt]);
	if (kind === 'lines') return kind;
	return JSON.stringify([delimiter, header, preamble ?? 0, backslash, comment, padded, columns]);
}

/** The format in which several files are read: all their line formats, all their fields. */
function together(
	parts: readonly Part[],
	{ reading: { encoding, gzip, zstd }, sniffed }: Part,
	format: Partial<InputFormat>
): Partial<InputFormat> {
	const formats = parts.flatMap((part) => (part.sniffed ? [part.sniffed.format] : []));
	const ids = new Set(formats.flatMap(({ lineFormats = [] }) => lineFormats));
	const kind = sniffed?.format.kind ?? 'lines';
	const frames = formats.some(({ join }) => join?.by === 'frames');
	return {
		...format,
		encoding,
		gzip,
		...(zstd ? { zstd } : {}),
		kind,
		lineFormats: LINE_FORMATS.map(({ id }) => id).filter((id) => ids.has(id)),
		...(kind === 'json'
			? { columns: [...new Set(formats.flatMap(({ columns }) => columns))] }
			: {}),
		...(format.dayFirst === undefined && formats.some(({ dayFirst }) => dayFirst)
			? { dayFirst: true }
			: {}),
		join: format.join ?? { by: frames ? 'frames' : 'off' }
	};
}

function leftOutProblem({ reading: { name, leftOut } }: Part): InputProblem[] {
	if (leftOut === undefined) return [];
	return [{ kind: 'left-out', message: `${name} was left out: ${sentence(leftOut)}` }];
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
