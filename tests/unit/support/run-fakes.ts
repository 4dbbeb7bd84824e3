import { Cascade } from '../../../src/lib/pipeline/head/cascade';
import { classifyRun } from '../../../src/lib/pipeline/run/classify-run';
import type {
	RunInput,
	RunSink,
	RunSnapshot,
	TextPiece
} from '../../../src/lib/pipeline/run/run-types';
import type { Embed } from '../../../src/lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../../../src/lib/pipeline/embed/embed-stage';
import type { InputFormat } from '../../../src/lib/pipeline/read/input-format';
import { RunTable } from '../../../src/lib/pipeline/columnar/run-table';
import type { RowColumns, TemplateEntry } from '../../../src/lib/pipeline/types';
import { rule, smallBundle } from './small-bundle';

export const turn = (milliseconds = 0): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Fake: a unit vector made from the text's characters alone; it knows nothing of meaning. */
export function fakeEmbedding(text: string): number[] {
	const sums = [0, 0, 0, 0];
	for (let i = 0; i < text.length; i++)
		sums[i % 4] = ((sums[i % 4] as number) * 31 + text.charCodeAt(i)) % 1_009;
	const centred = sums.map((sum) => sum - 504.5);
	const norm = Math.hypot(...centred);
	return centred.map((value) => value / norm);
}

/** Fake embedder that notes what it was given. */
export function fakeEmbedder(delay: () => number = () => 0): { embed: Embed; texts: string[] } {
	const texts: string[] = [];
	return {
		texts,
		embed: async (batch) => {
			texts.push(...batch);
			await turn(delay());
			return Float32Array.from(batch.flatMap(fakeEmbedding));
		}
	};
}

/** Embedders that are there from the start. */
export const supplyOf = (embedders: readonly Embed[]): EmbedderSupply => ({
	subscribe: (onEmbedder) => {
		for (const embed of embedders) onEmbedder(embed);
		return () => undefined;
	}
});

/** Keeps everything in memory, copied at once, as a store would. */
export class MemorySink implements RunSink {
	readonly chunks: RowColumns[] = [];
	readonly templates = new Map<number, TemplateEntry>();
	writes = 0;

	saveChunk(chunk: RowColumns): void {
		this.writes++;
		this.chunks.push(structuredClone(chunk));
	}

	saveTemplates(templates: readonly TemplateEntry[]): void {
		this.writes++;
		for (const entry of templates) this.templates.set(entry.index, structuredClone(entry));
	}

	async settled(): Promise<void> {
		await turn();
	}
}

export const CASCADE = new Cascade(
	smallBundle({ rules: [rule(), rule({ id: 'ask', pattern: 'ask me', then: { route: 'llm' } })] })
);

const CSV: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['source', 'log_message']
};

export async function* piecesOf(texts: readonly string[]): AsyncGenerator<TextPiece> {
	let bytesRead = 0;
	for (const [at, text] of texts.entries()) {
		bytesRead += text.length;
		yield { text, final: at === texts.length - 1, bytesRead };
	}
}

type RunChange = Partial<Omit<RunInput, 'embedders'>> & {
	embedders?: readonly Embed[] | EmbedderSupply;
};

/** Runs the cascade over pieces of text with fakes for all that is not given. */
export async function run(
	texts: readonly string[],
	{ embedders = [fakeEmbedder().embed], ...change }: RunChange = {}
): Promise<{ snapshot: RunSnapshot; sink: MemorySink; table: RunTable }> {
	const sink = (change.sink as MemorySink | undefined) ?? new MemorySink();
	let now = 0;
	const snapshot = await classifyRun({
		pieces: piecesOf(texts),
		format: CSV,
		mapping: { source: 0, message: 1, defaultSource: 'file' },
		cascade: CASCADE,
		embedders: 'subscribe' in embedders ? embedders : supplyOf(embedders),
		signal: new AbortController().signal,
		clock: () => (now += 50),
		onProgress: () => undefined,
		...change,
		sink
	});
	return { snapshot, sink, table: tableOf(sink, snapshot) };
}

export function tableOf(sink: MemorySink, { sources }: RunSnapshot): RunTable {
	const table = new RunTable(CASCADE.bundle.rules);
	table.sources = sources;
	table.running = false;
	for (const chunk of sink.chunks) table.addChunk(chunk);
	for (const entry of sink.templates.values()) table.addTemplate(entry);
	return table;
}

/** What the run says of each row, in order. */
export const outcomes = (table: RunTable): { label: string; confidence: number; tier: string }[] =>
	Array.from({ length: table.rowCount }, (_, row) => {
		const { label, confidence, tier } = table.outcome(row);
		return { label, confidence, tier };
	});
