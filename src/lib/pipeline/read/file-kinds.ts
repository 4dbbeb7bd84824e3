const PICTURE = 'Winnow reads text: copy the log itself and paste it.';
const CAPTURE = 'Export it as CSV (in Wireshark: File, Export Packet Dissections) and drop that.';
const UNPACK = 'Unpack it and drop the logs in it.';
const PLAYED = 'There is no log in it.';

/** What a file is that holds no text, and what to do about it. `at`: where its signature is, when not at its start. */
interface FileKind {
	/** Bytes, or ASCII text. */
	signature: readonly number[] | string;
	at?: number;
	what: string;
	advice: string;
}

const KINDS: readonly FileKind[] = [
	{ signature: '\x89PNG', what: 'a PNG image', advice: PICTURE },
	{ signature: [0xff, 0xd8, 0xff], what: 'a JPEG image', advice: PICTURE },
	{ signature: 'GIF8', what: 'a GIF image', advice: PICTURE },
	{ signature: 'WEBP', at: 8, what: 'a WebP image', advice: PICTURE },
	{ signature: 'II*\0', what: 'a TIFF image', advice: PICTURE },
	{ signature: 'MM\0*', what: 'a TIFF image', advice: PICTURE },
	{ signature: 'ftyp', at: 4, what: 'a video or a picture of a phone', advice: PICTURE },
	{ signature: [0x1a, 0x45, 0xdf, 0xa3], what: 'a video', advice: PLAYED },
	{ signature: 'OggS', what: 'a sound file', advice: PLAYED },
	{ signature: 'ID3', what: 'a sound file', advice: PLAYED },
	{ signature: 'WAVE', at: 8, what: 'a sound file', advice: PLAYED },
	{ signature: '%PDF', what: 'a PDF document', advice: 'Save its text as a file and drop that.' },
	{
		signature: 'ElfFile\0',
		what: 'a Windows event log (.evtx)',
		advice:
			'Open it in Event Viewer, choose "Save All Events As…" with the type CSV, or run "wevtutil qe FILE.evtx /lf:true /f:xml > FILE.xml", and drop that.'
	},
	{
		signature: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
		what: 'an Office document of the old kind (.doc, .xls, .msg) or one with a password',
		advice: 'Save it as .xlsx without a password, as CSV or as plain text, and drop that.'
	},
	{
		signature: 'SQLite format',
		what: 'an SQLite database',
		advice: 'Export the table with the log as CSV and drop that.'
	},
	{ signature: '\x7fELF', what: 'a program', advice: 'Drop the log that it writes.' },
	{ signature: [0x4d, 0x5a, 0x90], what: 'a program', advice: 'Drop the log that it writes.' },
	{
		signature: [0xca, 0xfe, 0xba, 0xbe],
		what: 'a program',
		advice: 'Drop the log that it writes.'
	},
	{ signature: [0x0a, 0x0d, 0x0d, 0x0a], what: 'a network capture (pcapng)', advice: CAPTURE },
	{ signature: [0xd4, 0xc3, 0xb2, 0xa1], what: 'a network capture (pcap)', advice: CAPTURE },
	{
		signature: 'LPKSHHRH',
		what: 'a journal of systemd',
		advice: 'Write it as text with journalctl --file=NAME -o json, and drop that.'
	},
	{ signature: 'Rar!', what: 'a RAR archive', advice: UNPACK },
	{ signature: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: 'a 7z archive', advice: UNPACK },
	{ signature: 'PK\x03\x04', what: 'a zip archive', advice: UNPACK },
	{ signature: 'PK\x05\x06', what: 'an empty zip archive', advice: PLAYED },
	{ signature: 'BZh', what: 'a bzip2 file', advice: UNPACK },
	{ signature: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], what: 'an xz file', advice: UNPACK },
	{ signature: [0x1f, 0x8b], what: 'a gzip file', advice: UNPACK },
	{ signature: [0x1f, 0x9d], what: 'a file packed by compress (.Z)', advice: UNPACK },
	{ signature: [0x28, 0xb5, 0x2f, 0xfd], what: 'a zstd file', advice: UNPACK },
	{ signature: [0x04, 0x22, 0x4d, 0x18], what: 'an lz4 file', advice: UNPACK },
	{ signature: 'MSCF', what: 'a Windows cabinet (.cab)', advice: UNPACK },
	{ signature: 'ustar', at: 257, what: 'a tar archive', advice: UNPACK },
	{ signature: 'regf', what: 'a part of the Windows registry', advice: PLAYED },
	{ signature: 'JAVA PROFILE', what: 'a heap dump', advice: 'Drop the log that goes with it.' },
	{
		signature: 'FLR\0',
		what: 'a recording of Java Flight Recorder',
		advice: 'Print its events with "jfr print --json" and drop that.'
	},
	{
		signature: 'Obj\x01',
		what: 'an Avro file',
		advice: 'Convert it to JSON with "avro-tools tojson" and drop that.'
	},
	{ signature: 'ORC', what: 'an ORC file', advice: 'Convert it to Parquet or CSV and drop that.' },
	{ signature: 'MDMP', what: 'a crash dump of Windows', advice: 'Drop the log that goes with it.' }
];

/** What a file is by its first bytes, in a sentence for the user that says what to do; undefined where it may be text. */
export function noTextKind(bytes: Uint8Array): string | undefined {
	const known = KINDS.find(({ signature, at = 0 }) => hasSignature(bytes, signature, at));
	return known && `This is ${known.what}, not a text file. ${known.advice}`;
}

/** @param signature bytes, or characters of one byte each */
export function hasSignature(
	bytes: Uint8Array,
	signature: readonly number[] | string,
	at = 0
): boolean {
	for (let i = 0; i < signature.length; i++) {
		const wanted = typeof signature === 'string' ? signature.charCodeAt(i) : signature[i];
		if (bytes[at + i] !== wanted) return false;
	}
	return true;
}
