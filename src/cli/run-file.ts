import { readFileSync } from 'node:fs';
import { createNodeEncoder } from '../../scripts/encoder/node-backend';
import { parseBundle } from '../lib/pipeline/bundle/bundle';
import { RunTable } from '../lib/pipeline/columnar/run-table';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../lib/pipeline/embed/embed-stage';
import { ENCODER_DIMENSIONS } from '../lib/pipeline/embed/encoder-revision';
import { HostColumn, type Hosts } from '../lib/pipeline/findings/hosts';
import { Cascade, EMPTY_RESULT, type RunUnit, type Score } from '../lib/pipeline/head/cascade';
import { ExampleIndex } from '../lib/pipeline/head/example-index';
import { InputError } from '../lib/pipeline/read/input-error';
import type { InputFormat } from '../lib/pipeline/read/input-format';
import { rawRow, rowMessage, type RowLayout } from '../lib/pipeline/read/row-cells';
import { classifyRun } from '../lib/pipeline/run/classify-run';
import type { RunSink, RunSnapshot } from '../lib/pipeline/run/run-types';
import { joinTexts, stringOf } from '../lib/pipeline/text/piece-text';
import type { Classification, RowColumns, TemplateEntry } from '../lib/pipeline/types';
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
	const { examples, labels } = bundle;
	if (!model) return { cascade: new LevelsAlone(bundle), embedders: supplyOf(noEmbeddings) };
	const index =
		examples &&
		new ExampleIndex(
			examples.texts,
			examples.labels.map((label) => labels[label]?.name ?? ''),
			new Int8Array(readFileSync(new URL(examples.file, MODELS))),
			ENCODER_DIMENSIONS
		);
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
		return { ...EMPTY_RESULT };
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
	{ chunks, templates }: MemorySink,
	{ sources, extraColumns }: RunSnapshot,
	{ format, mapping }: InputPreview,
	{ bundle }: Cascade
): RunOfFile {
	const shape = { format, mapping, extraColumns };
	const table = new RunTable(bundle.rules, bundle.labels);
	table.running = false;
	table.sources = sources;
	for (const chunk of chunks) table.addChunk(chunk);
	for (const template of templates.values()) table.addTemplate(template);
	const raw = (row: number): string => {
		const chunk = chunks[table.chunkOf(row)] as RowColumns;
		return rawRow({ text: textOf(chunk), ends: chunk.ends }, row - chunk.firstRow);
	};
	const hosts = hostsOf(shape, chunks);
	return { table, message: (row) => rowMessage(shape, raw(row)), ...(hosts ? { hosts } : {}) };
}

const textOf = ({ texts }: RowColumns): string => stringOf(joinTexts(texts));

/** Which host each row is from, where rows name one. */
function hostsOf(shape: RowLayout, chunks: readonly RowColumns[]): Hosts | undefined {
	const column = new HostColumn(shape);
	if (column.isNamed)
		for (const chunk of chunks) {
			const text = textOf(chunk);
			for (let at = 0; at < chunk.rowCount; at++)
				column.add(rawRow({ text, ends: chunk.ends }, at));
		}
	return column.hosts();
}

/** Keeps a run in memory for as long as its findings are put together. */
class MemorySink implements RunSink {
	readonly chunks: RowColumns[] = [];
	readonly templates = new Map<number, TemplateEntry>();

	saveChunk(chunk: RowColumns): void {
		this.chunks.push(chunk);
	}

	saveTemplates(templates: readonly TemplateEntry[]): void {
		for (const template of templates) this.templates.set(template.index, template);
	}

	settled(): Promise<void> {
		return Promise.resolve();
	}
}
