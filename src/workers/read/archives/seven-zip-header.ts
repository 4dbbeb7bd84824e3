import { SevenZipFields } from './seven-zip-fields';

/** Files that are packed together, one after the other. */
export interface SevenZipFolder {
	/** Ids of what packed it, in hexadecimal. */
	methods: string[];
	/** What the only one of them needs to know to unpack. */
	properties: Uint8Array;
	/** Where its packed bytes are in the archive. */
	start: number;
	packedBytes: number;
	bytes: number;
}

/** A file in an archive. */
export interface SevenZipFile {
	path: string;
	/** Position of its folder. */
	folder: number;
	/** Where it is among the unpacked bytes of that. */
	start: number;
	bytes: number;
	crc?: number | undefined;
	/** When it was last changed, milliseconds since the epoch. */
	modified?: number | undefined;
}

/** Ids of the parts of a header, as 7-Zip's `7zFormat.txt` has them. */
const ID = {
	end: 0,
	header: 1,
	properties: 2,
	streams: 4,
	files: 5,
	packs: 6,
	unpacks: 7,
	substreams: 8,
	sizes: 9,
	digests: 10,
	folders: 11,
	unpackSizes: 12,
	substreamCounts: 13,
	emptyStreams: 14,
	names: 17,
	modified: 20,
	packedHeader: 23
} as const;

/** Bytes ahead of all that is packed. */
export const START_BYTES = 32;
/** Windows counts tenths of microseconds since 1601. */
const FILETIME_EPOCH = Date.UTC(1601, 0, 1);

/** What a header says: the files, or how the header itself is packed. */
export interface SevenZipHeader {
	folders: SevenZipFolder[];
	/** Absent where it is the folder that holds the header. */
	files?: SevenZipFile[];
}

/** @throws Error when it is damaged */
export function sevenZipHeader(bytes: Uint8Array): SevenZipHeader {
	const fields = new SevenZipFields(bytes);
	const kind = fields.byte();
	if (kind === ID.packedHeader) return { folders: streamsOf(fields).folders };
	if (kind !== ID.header) throw new Error('its list is damaged');
	let streams: Streams = { folders: [], files: [] };
	for (;;) {
		const id = fields.byte();
		if (id === ID.end) return { folders: streams.folders, files: [] };
		if (id === ID.files) return { folders: streams.folders, files: namedFiles(fields, streams) };
		if (id === ID.streams) streams = streamsOf(fields);
		else if (id === ID.properties) passOver(fields);
		else throw new Error('its list is of a kind that is not known');
	}
}

/** Properties, each with its size, up to the end. */
function passOver(fields: SevenZipFields): void {
	while (fields.byte() !== ID.end) fields.take(fields.number());
}

type PackedFile = Omit<SevenZipFile, 'path' | 'modified'>;

interface Streams {
	folders: SevenZipFolder[];
	/** In their order, without names. */
	files: PackedFile[];
}

function streamsOf(fields: SevenZipFields): Streams {
	let packs = { start: 0, sizes: [] as number[] };
	let folders: (SevenZipFolder & FolderParts)[] = [];
	let files: PackedFile[] | undefined;
	for (;;) {
		const id = fields.byte();
		if (id === ID.end) break;
		if (id === ID.packs) packs = packedSizes(fields);
		else if (id === ID.unpacks) folders = foldersOf(fields);
		else if (id === ID.substreams) files = substreams(fields, folders);
		else throw new Error('its list is of a kind that is not known');
	}
	let start = START_BYTES + packs.start;
	let pack = 0;
	for (const folder of folders) {
		folder.start = start;
		for (let i = 0; i < folder.packs; i++) folder.packedBytes += packs.sizes[pack++] ?? 0;
		start += folder.packedBytes;
	}
	return { folders, files: files ?? folders.map(onlyFile) };
}

const onlyFile = ({ bytes, crc }: SevenZipFolder & FolderParts, folder: number): PackedFile => ({
	folder,
	start: 0,
	bytes,
	crc
});

function packedSizes(fields: SevenZipFields): { start: number; sizes: number[] } {
	const start = fields.number();
	const count = fields.count();
	let sizes: number[] = [];
	for (;;) {
		const id = fields.byte();
		if (id === ID.end) return { start, sizes };
		if (id === ID.sizes) sizes = Array.from({ length: count }, () => fields.number());
		else if (id === ID.digests) fields.digests(count);
		else throw new Error('its list is damaged');
	}
}

interface FolderParts {
	/** Packed streams that it is made of. */
	packs: number;
	/** Streams that come out of its methods, and which of them is the last one. */
	outs: number;
	main: number;
	crc?: number | undefined;
}

function foldersOf(fields: SevenZipFields): (SevenZipFolder & FolderParts)[] {
	if (fields.byte() !== ID.folders) throw new Error('its list is damaged');
	const count = fields.count();
	if (fields.byte() !== 0) throw new Error('its list is of a kind that is not known');
	const folders = Array.from({ length: count }, () => folderOf(fields));
	for (;;) {
		const id = fields.byte();
		if (id === ID.end) return folders;
		if (id === ID.unpackSizes)
			for (const folder of folders) {
				const sizes = Array.from({ length: folder.outs }, () => fields.number());
				folder.bytes = sizes[folder.main] ?? 0;
			}
		else if (id === ID.digests)
			fields.digests(count).forEach((crc, at) => Object.assign(folders[at] ?? {}, { crc }));
		else throw new Error('its list is damaged');
	}
}

function folderOf(fields: SevenZipFields): SevenZipFolder & FolderParts {
	const methods: string[] = [];
	let properties = new Uint8Array();
	let ins = 0;
	let outs = 0;
	for (let left = fields.count(); left > 0; left--) {
		const flags = fields.byte();
		const id = [...fields.take(flags & 15)];
		methods.push(id.map((byte) => byte.toString(16).padStart(2, '0')).join(''));
		ins += flags & 16 ? fields.count() : 1;
		outs += flags & 16 ? fields.count() : 1;
		if (flags & 32) properties = Uint8Array.from(fields.take(fields.number()));
	}
	const bound = Array.from({ length: Math.max(0, outs - 1) }, () => {
		fields.number();
		return fields.number();
	});
	const packs = ins - bound.length;
	if (packs > 1) for (let i = 0; i < packs; i++) fields.number();
	const main = Array.from({ length: outs }, (_, at) => at).find((at) => !bound.includes(at)) ?? 0;
	return { methods, properties, start: 0, packedBytes: 0, bytes: 0, packs, outs, main };
}

/** The sizes and checksums of the files in folders. */
function substreams(
	fields: SevenZipFields,
	folders: readonly (SevenZipFolder & FolderParts)[]
): PackedFile[] {
	let id = fields.byte();
	let counts = folders.map(() => 1);
	if (id === ID.substreamCounts) {
		counts = folders.map(() => fields.count());
		id = fields.byte();
	}
	const hasSizes = id === ID.sizes;
	const files = folders.flatMap(({ bytes }, folder) => {
		const count = counts[folder] ?? 0;
		let start = 0;
		return Array.from({ length: count }, (_, at): PackedFile => {
			const size = at === count - 1 || !hasSizes ? bytes - start : fields.number();
			start += size;
			if (size < 0 || start > bytes) throw new Error('its list is damaged');
			return { folder, start: start - size, bytes: size };
		});
	});
	if (hasSizes) id = fields.byte();
	for (; id !== ID.end; id = fields.byte()) {
		if (id !== ID.digests) throw new Error('its list is damaged');
		const isKnown = ({ folder }: PackedFile): boolean =>
			counts[folder] === 1 && folders[folder]?.crc !== undefined;
		const unknown = files.filter((file) => !isKnown(file));
		fields.digests(unknown.length).forEach((crc, at) => Object.assign(unknown[at] ?? {}, { crc }));
	}
	for (const file of files) if (counts[file.folder] === 1) file.crc ??= folders[file.folder]?.crc;
	return files;
}

/** Gives the packed files their names; folders and empty files have none of them. */
function namedFiles(fields: SevenZipFields, { files }: Streams): SevenZipFile[] {
	const count = fields.count();
	let empty: boolean[] = [];
	let names: string[] = [];
	let times: (number | undefined)[] = [];
	for (;;) {
		const id = fields.byte();
		if (id === ID.end) break;
		const part = new SevenZipFields(fields.take(fields.number()));
		if (id === ID.emptyStreams) empty = part.bits(count);
		else if (id === ID.names) names = namesIn(part, count);
		else if (id === ID.modified) times = timesIn(part, count);
	}
	const named: SevenZipFile[] = [];
	for (let at = 0, packed = 0; at < count; at++) {
		if (empty[at]) continue;
		const file = files[packed++];
		if (!file) throw new Error('its list is damaged');
		named.push({ ...file, path: names[at] ?? '', modified: times[at] });
	}
	return named;
}

function namesIn(part: SevenZipFields, count: number): string[] {
	if (part.byte() !== 0) throw new Error('its list is of a kind that is not known');
	return Array.from({ length: count }, () => {
		let name = '';
		for (;;) {
			const unit = part.byte() + part.byte() * 256;
			if (unit === 0) return name;
			name += String.fromCharCode(unit);
		}
	});
}

function timesIn(part: SevenZipFields, count: number): (number | undefined)[] {
	const defined = part.defined(count);
	if (part.byte() !== 0) throw new Error('its list is of a kind that is not known');
	return defined.map((has) => (has ? FILETIME_EPOCH + part.uint64() / 10_000 : undefined));
}
