import { readFileSync } from 'node:fs';
import { createNodeEncoder } from '../../scripts/encoder/node-backend';
import { parseBundle } from '../lib/pipeline/bundle/bundle';
import type { RunTable } from '../lib/pipeline/columnar/run-table';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../lib/pipeline/embed/embed-stage';
import { ENCODER_DIMENSIONS } from '../lib/pipeline/embed/encoder-revision';
import { HostColumn, type Hosts } from '../lib/pipeline/findings/hosts';
import { Cascade, EMPTY_RESULT, type RunUnit, type Score } from '../lib/pipeline/head/cascade';
import { exampleIndexOf } from '../lib/pipeline/head/example-index';
import { InputError } from '../lib/pipeline/read/input-error';
import type { InputFormat } from '../lib/pipeline/read/input-format';
import { rawRow, rowMessage, type RowLayout } from '../lib/pipeline/read/row-cells';
import { classifyRun } from '../lib/pipeline/run/classify-run';
import { MemorySink } from '../lib/pipeline/run/memory-sink';
import type { RunSnapshot } from '../lib/pipeline/run/run-types';
import { joinTexts, stringOf } from '../lib/pipeline/text/piece-text';
import type { Classification, RowColumns } from '../lib/pipeline/types';
import { previewInput } from '../workers/classify/preview-input';
import type { InputPreview } from '../workers/contracts/classifier';
import { readFiles } from '../workers/read/read-files';
import { scanPieces } from '../workers/read/scan-pieces';

const MODELS = new URL('../../static/models/', import.meta.url);

/** A file as a run of the page would have it, in memory. */
export interface RunOfFile {
	table: RunTable;
	/** The message of a row, as it was classified. */
	message: (row: number) => string;
	/** Absent where rows name none, or all the same. */
	hosts?: Hosts;
}

/** The sieves that every file of a command goes through. */
export interface Sieves {
	cascade: Cascade;
	embedders: EmbedderSupply;
}

/** The default bundle and the encoder that ships with the site. @param model false: rules and levels alone */
export async function loadSieves(model: boolean): Promise<Sieves> {
	const bundle = parseBundle(
		JSON.parse(readFileSync(new URL('default.bundle.json', MODELS), 'utf8'))
	);
	if (!model) return { cascade: new LevelsAlone(bundle), embedders: supplyOf(noEmbeddings) };
	const index =
		bundle.examples &&
		exampleIndexOf(bundle, new Int8Array(readFileSync(new URL(bundle.examples.file, MODELS))));
	const encoder = await createNodeEncoder('int8');
	return {
		cascade: new Cascade(bundle, index),
		embedders: supplyOf((texts) => encoder.embed(texts))
	};
}

const supplyOf = (embed: Embed): EmbedderSupply => ({
	subscribe: (onEmbedder) => {
		onEmbedder(embed);
		return () => undefined;
	}
});

const noEmbeddings: Embed = (texts) =>
	Promise.resolve(new Float32Array(texts.length * ENCODER_DIMENSIONS));

/** Asks no head: what no rule decides has a level and no category. */
class LevelsAlone extends Cascade {
	override score(): Score {
		return { probabilities: new Float32Array(0), embedding: new Int8Array(0) };
	}

	override judge(): Classification {
		return { ...EMPTY_RESULT, reason: 'The model was not asked.' };
	}

	override judgeRun(units: readonly RunUnit[]): { results: Classification[] } {
		return { results: units.map(() => this.judge()) };
	}
}

/**
 * Runs one file through the line of the page.
 *
 * @param file its date dates what names no year
 * @throws InputError when it cannot be read
 */
export async function runFile(
	file: File,
	format: Partial<InputFormat>,
	{ cascade, embedders }: Sieves
): Promise<RunOfFile> {
	const preview = await previewInput([{ file, name: file.name }], format);
	if (preview.mapping.message === undefined)
		throw new InputError('It is not plain to see which column holds the message.');
	const { input, files } = preview;
	const sink = new MemorySink();
	const snapshot = await classifyRun({
		pieces: scanPieces(readFiles(input, files, preview.format), files, preview),
		files,
		format: preview.format,
		mapping: preview.mapping,
		cascade,
		embedders,
		sink,
		signal: new AbortController().signal,
		clock: () => performance.now(),
		onProgress: () => undefined
	});
	return runOf(sink, snapshot, preview, cascade);
}

function runOf(
	sink: MemorySink,
	{ sources, extraColumns }: RunSnapshot,
	{ format, mapping }: InputPreview,
	{ bundle }: Cascade
): RunOfFile {
	const layout = { format, mapping, extraColumns };
	const { chunks } = sink;
	const table = sink.table(bundle, sources);
	const raw = (row: number): string => {
		const chunk = chunks[table.chunkOf(row)] as RowColumns;
		return rawRow({ text: textOf(chunk), ends: chunk.ends }, row - chunk.firstRow);
	};
	const hosts = hostsOf(layout, chunks);
	return { table, message: (row) => rowMessage(layout, raw(row)), ...(hosts ? { hosts } : {}) };
}

const textOf = ({ texts }: RowColumns): string => stringOf(joinTexts(texts));

/** Which host each row is from, where rows name one. */
function hostsOf(layout: RowLayout, chunks: readonly RowColumns[]): Hosts | undefined {
	const column = new HostColumn(layout);
	if (column.isNamed)
		for (const chunk of chunks) {
			const text = textOf(chunk);
			for (let at = 0; at < chunk.rowCount; at++)
				column.add(rawRow({ text, ends: chunk.ends }, at));
		}
	return column.hosts();
}
