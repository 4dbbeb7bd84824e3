import { stringOf, type PieceText } from '../../lib/pipeline/text/piece-text';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { ChunkText } from '../../lib/pipeline/read/row-cells';
import { standInRow } from '../../lib/pipeline/read/stand-in-rows';
import { savedChunkAndText } from '../../lib/store/db';
import { TextFileReader, type TextPlace } from '../../lib/store/text-files';
import type { ChunkRecord, RunRecord } from '../../lib/store/schema';

/** Chunks that are read while one is looked at, where one is looked at after the other. */
const CHUNKS_AHEAD = 2;

/** A chunk whose text is in a file. */
interface ChunkInFile {
	place: TextPlace;
	ends: Uint32Array;
}

/** Decoded text of the chunks that were looked at last. */
export class ChunkTexts {
	private readonly kept = new Map<number, ChunkText>();
	private readonly inFiles = new Map<number, ChunkInFile>();
	private readonly files: TextFileReader;
	/** Texts that are being read before they are asked for. */
	private ahead = new Map<number, Promise<PieceText | undefined>>();
	private newest = -1;

	/**
	 * @param table canonical texts, for a run that kept no message text
	 * @param capacity chunks kept in memory; one is at most some megabytes
	 */
	constructor(
		private readonly run: Pick<RunRecord, 'id' | 'format' | 'mapping' | 'sources' | 'textKept'>,
		private readonly table?: RunTable,
		private readonly capacity = 6
	) {
		this.files = new TextFileReader(run.id);
	}

	/** Notes where the text of a chunk is, four bytes a row: else all of its record is read with each look at it. */
	note({ index, place, ends }: Pick<ChunkRecord, 'index' | 'place' | 'ends'>): void {
		if (place && this.run.textKept !== false) this.inFiles.set(index, { place, ends });
	}

	/** Text of a chunk, and where in it each row ends. */
	async of(chunk: number): Promise<ChunkText> {
		const known = this.kept.get(chunk);
		if (known) {
			this.kept.delete(chunk);
			this.kept.set(chunk, known);
			return known;
		}
		const noted = this.inFiles.get(chunk);
		if (noted) {
			const text = await this.inOrder(chunk, noted);
			if (text === undefined) throw missing();
			return this.keep(chunk, { text: stringOf(text), ends: noted.ends });
		}
		const [record, text] = await savedChunkAndText(this.run.id, chunk);
		if (!record) throw missing();
		if (this.run.textKept === false) return this.keep(chunk, this.standIn(record));
		return this.keep(chunk, {
			text: text === undefined ? await textInside(record) : stringOf(text),
			ends: record.ends
		});
	}

	/** Reads a chunk, and goes on with those behind it where the one before it was asked for last. */
	private inOrder(chunk: number, { place }: ChunkInFile): Promise<PieceText | undefined> {
		const ahead = this.newest === chunk - 1 ? this.ahead : new Map<number, never>();
		const text = ahead.get(chunk) ?? this.files.read(place);
		this.ahead = new Map();
		if (this.newest === chunk - 1)
			for (let next = chunk + 1; next <= chunk + CHUNKS_AHEAD; next++) {
				const noted = this.inFiles.get(next);
				if (noted) this.ahead.set(next, ahead.get(next) ?? this.files.read(noted.place));
			}
		this.newest = chunk;
		return text;
	}

	private keep(chunk: number, loaded: ChunkText): ChunkText {
		this.kept.set(chunk, loaded);
		if (this.kept.size > this.capacity) this.kept.delete(this.kept.keys().next().value as number);
		return loaded;
	}

	private standIn({ rowCount, template, source, time }: ChunkRecord): ChunkText {
		const { format, mapping, sources } = this.run;
		const ends = new Uint32Array(rowCount);
		let text = '';
		for (let row = 0; row < rowCount; row++) {
			text += standInRow(format, mapping, {
				canonical: this.table?.templates[template[row] as number]?.canonical ?? '',
				source: sources[source[row] as number] ?? mapping.defaultSource,
				time: time[row] as number
			});
			ends[row] = text.length;
		}
		return { text, ends };
	}
}

const missing = (): Error => new Error('A part of this run is missing from the browser’s storage.');

/** The text of a chunk that an earlier version stored. */
async function textInside({ text }: ChunkRecord): Promise<string> {
	if (!text) throw missing();
	// `Blob.text()` would drop a byte order mark that a row starts with, and shift every offset.
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await text.arrayBuffer());
}
