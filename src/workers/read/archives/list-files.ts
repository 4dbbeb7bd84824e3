import { MAX_ARCHIVE_FILES, MAX_BYTES_IN_MEMORY } from '../../../lib/pipeline/constants';
import { hasSignature } from '../../../lib/pipeline/read/file-kinds';
import { InputError } from '../../../lib/pipeline/read/input-error';
import type { ArchivePlace } from '../../../lib/pipeline/read/input-format';
import { formatCount } from '../../../lib/pipeline/text/format-number';
import type { InputFile } from '../../contracts/classifier';
import { refuseBomb } from '../bomb-guard';
import { PASSWORD, type ArchiveEntry } from './archive-entry';
import { innerArchive } from './inside';
import { isTar, tarEntries } from './tar';
import { zipEntries } from './zip';
import { readBytes } from '../read-bytes';

/** Bytes that tell what a file is. */
const SIGNATURE_BYTES = 8;
const SEVEN_ZIP = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];

/** The list of an archive of each kind. */
const ENTRIES = {
	zip: zipEntries,
	tar: tarEntries,
	'7z': async (archive: Blob) => (await import('./seven-zip')).sevenZipEntries(archive)
};

/** Files that systems put beside others, and folders of their own. */
const OF_SYSTEMS = /(?:^|\/)(?:\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;

/** What a zip is that is no archive of logs, by a file that each of the kind has. */
const DOCUMENTS: readonly [file: RegExp, what: string, advice: string][] = [
	[/^word\//, 'a Word document', 'Save it as plain text and drop that'],
	[/^ppt\//, 'a PowerPoint presentation', 'Copy the log itself and paste it'],
	[/^mimetype$/, 'an OpenDocument file or an e-book', 'Save it as CSV or plain text and drop that'],
	[
		/^xl\/workbook\.bin$/,
		'an Excel file of the binary kind',
		'Save it as .xlsx or CSV and drop that'
	],
	[/^AndroidManifest\.xml$/, 'an Android app', 'Drop the log that it writes'],
	[/^META-INF\/MANIFEST\.MF$/, 'a Java archive', 'Drop the log that it writes']
];

/** Files in an archive that are archives: what others are called is read as what it is, if it can be. */
const ARCHIVE_NAME = /\.(?:zip|7z|tar|t(?:gz|bz2?|xz|zst)|tar\.(?:gz|bz2|xz|zst))$/i;
/** So many archives are opened one within the other. */
const MOST_LEVELS = 3;

/** What is opened of one file that was given. */
interface Opening {
	/** Bytes that archives in archives may still take in memory. */
	bytesLeft: number;
	/** Archives around what is opened next. */
	level: number;
	/** Where what is opened is in another archive. */
	within?: ArchivePlace | undefined;
}

/**
 * An input with each archive replaced by the files in it, also with those in archives in it. An archive that cannot be
 * opened stays, with the reason. Folders, empty files and what systems put beside files are passed over.
 */
export async function withFilesOfArchives(input: readonly InputFile[]): Promise<InputFile[]> {
	const files: InputFile[] = [];
	// One after the other: each may have to be unpacked up to its end.
	for (const file of input) files.push(...(await filesOf(file)));
	return files;
}

async function filesOf(input: InputFile): Promise<InputFile[]> {
	if (input.inside) return [input];
	try {
		const files = await opened(input, { bytesLeft: MAX_BYTES_IN_MEMORY, level: 0 });
		requireListable(files.length);
		// Each archive in it may be within its own bounds, and all together beyond any.
		const bytes = files.reduce((sum, { inside }) => sum + (inside?.bytes ?? 0), 0);
		if (files.some(({ inside }) => inside?.within)) refuseBomb('archive', bytes, input.file.size);
		return files;
	} catch (error) {
		return [{ ...input, unreadable: reasonOf(error) }];
	}
}

/** @throws InputError when it is an archive that cannot be opened */
async function opened(input: InputFile, opening: Opening): Promise<InputFile[]> {
	const kind = await archiveKind(input.file);
	if (!kind) return [input];
	const entries = await ENTRIES[kind](input.file);
	if (kind === 'zip' && entries.some(({ path }) => path === 'xl/workbook.xml')) return [input];
	const files: InputFile[] = [];
	for (const file of listed(input, kind, entries, opening.within))
		files.push(...(isArchive(file) ? await filesOfInner(file, opening) : [file]));
	return files;
}

const isArchive = ({ name, unreadable }: InputFile): boolean =>
	unreadable === undefined && ARCHIVE_NAME.test(name);

/** The files of an archive in another one. Both stay within the same bounds. */
async function filesOfInner(file: InputFile, opening: Opening): Promise<InputFile[]> {
	const inside = file.inside as ArchivePlace;
	try {
		if (opening.level + 1 >= MOST_LEVELS)
			throw new InputError(
				`Archives are opened ${MOST_LEVELS} deep. Unpack the outer one and drop this one by itself.`
			);
		if (inside.bytes > opening.bytesLeft)
			throw new InputError(
				`It is too large to be opened within its archive: ${formatCount(MAX_BYTES_IN_MEMORY)} bytes of archives are. Unpack it and drop it by itself.`
			);
		opening.bytesLeft -= inside.bytes;
		const inner = await innerArchive(file.file, inside, file.name);
		const deeper = { ...opening, level: opening.level + 1, within: inside };
		const files = await opened({ file: inner, name: file.name }, deeper);
		opening.bytesLeft = deeper.bytesLeft;
		// A file that is none, whatever its name says, is read where it is.
		return files[0]?.inside ? files : [file];
	} catch (error) {
		return [{ ...file, unreadable: reasonOf(error) }];
	}
}

function reasonOf(error: unknown): string {
	if (error instanceof InputError) return error.message;
	throw error;
}

function requireListable(count: number): void {
	if (count > MAX_ARCHIVE_FILES)
		throw new InputError(
			`There are ${formatCount(count)} files in the archive; ${formatCount(MAX_ARCHIVE_FILES)} can be listed. Unpack it and drop the logs in it.`
		);
}

function listed(
	{ file, name }: InputFile,
	kind: ArchivePlace['kind'],
	entries: readonly ArchiveEntry[],
	within: ArchivePlace | undefined
): InputFile[] {
	const document = DOCUMENTS.find(([sign]) => entries.some(({ path }) => sign.test(path)));
	if (kind === 'zip' && document)
		throw new InputError(`This is ${document[1]}, not a text file. ${document[2]}.`);
	const found = entries.filter(({ path, bytes }) => bytes > 0 && !OF_SYSTEMS.test(path));
	if (found.length === 0)
		throw new InputError('There is no file in the archive, or all are empty.');
	requireListable(found.length);
	if (found.every(({ locked }) => locked))
		throw new InputError(
			`The ${kind} file is protected by a password. Unpack it with the password and drop the logs in it.`
		);
	return found.map(({ path, at, bytes, modified, locked, unreadable }) => ({
		file,
		name: `${name}/${path.replace(/^(?:\.?\/)+/, '')}`,
		inside: {
			kind,
			archive: name,
			archiveBytes: file.size,
			at,
			bytes,
			...(within ? { within } : {}),
			...(modified === undefined ? {} : { modified })
		},
		...(locked ? { unreadable: PASSWORD } : unreadable ? { unreadable } : {})
	}));
}

async function archiveKind(file: Blob): Promise<ArchivePlace['kind'] | undefined> {
	const start = new Uint8Array(await readBytes(file.slice(0, SIGNATURE_BYTES)));
	if (hasSignature(start, 'PK\x03\x04')) return 'zip';
	if (hasSignature(start, SEVEN_ZIP)) return '7z';
	return (await isTar(file)) ? 'tar' : undefined;
}
