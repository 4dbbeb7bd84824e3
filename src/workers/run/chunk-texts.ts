import { stringOf } from '../../lib/pipeline/text/piece-text';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { ChunkText } from '../../lib/pipeline/read/row-cells';
import { standInRow } from '../../lib/pipeline/read/stand-in-rows';
import { savedChunkAndText } from '../../lib/store/db';
import type { ChunkRecord, RunRecord } from '../../lib/store/schema';

/** Decoded text of the chunks that were looked at last. */
export class ChunkTexts {
	private readonly kept = new Map<number, ChunkText>();

	/**
	 * @param table canonical texts, for a run that kept no message text
	 * @param capacity chunks kept in memory; one is at most some megabytes
	 */
	constructor(
		private readonly run: Pick<RunRecord, 'id' | 'format' | 'mapping' | 'sources' | 'textKept'>,
		private readonly table?: RunTable,
		private readonly capacity = 6
	) {}

	/** Text of a chunk, and where in it each row ends. */
	async of(chunk: number): Promise<ChunkText> {
		const known = this.kept.get(chunk);
		if (known) {
			this.kept.delete(chunk);
			this.kept.set(chunk, known);
			return known;
		}
		const [record, text] = await savedChunkAndText(this.run.id, chunk);
		if (!record) throw missing();
		if (this.run.textKept === false) return this.keep(chunk, this.standIn(record));
		return this.keep(chunk, {
			text: text === undefined ? await textInside(record) : stringOf(text),
			ends: record.ends
		});
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
