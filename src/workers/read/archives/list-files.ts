import { MAX_ARCHIVE_FILES } from '../../../lib/pipeline/constants';
import { hasSignature } from '../../../lib/pipeline/read/file-kinds';
import { InputError } from '../../../lib/pipeline/read/input-error';
import type { ArchivePlace } from '../../../lib/pipeline/read/input-format';
import { formatCount } from '../../../lib/pipeline/text/format-number';
import type { InputFile } from '../../contracts/classifier';
import { PASSWORD, type ArchiveEntry } from './archive-entry';
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

/**
 * An input with each archive replaced by the files in it. An archive that cannot be opened stays, with the reason.
 * Folders, empty files and what systems put beside files are passed over.
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
		const kind = await archiveKind(input.file);
		if (!kind) return [input];
		const entries = await ENTRIES[kind](input.file);
		if (kind === 'zip' && entries.some(({ path }) => path === 'xl/workbook.xml')) return [input];
		return listed(input, kind, entries);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return [{ ...input, unreadable: error.message }];
	}
}

function listed(
	{ file, name }: InputFile,
	kind: ArchivePlace['kind'],
	entries: readonly ArchiveEntry[]
): InputFile[] {
	const document = DOCUMENTS.find(([sign]) => entries.some(({ path }) => sign.test(path)));
	if (kind === 'zip' && document)
		throw new InputError(`This is ${document[1]}, not a text file. ${document[2]}.`);
	const found = entries.filter(({ path, bytes }) => bytes > 0 && !OF_SYSTEMS.test(path));
	if (found.length === 0)
		throw new InputError('There is no file in the archive, or all are empty.');
	if (found.length > MAX_ARCHIVE_FILES)
		throw new InputError(
			`There are ${formatCount(found.length)} files in the archive; ${formatCount(MAX_ARCHIVE_FILES)} can be listed. Unpack it and drop the logs in it.`
		);
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
