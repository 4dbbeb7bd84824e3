import type { RunTable } from '../lib/pipeline/columnar/run-table';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../lib/pipeline/embed/embed-stage';
import { HostColumn, type Hosts } from '../lib/pipeline/findings/hosts';
import { Cascade, EMPTY_RESULT, type RunUnit, type Score } from '../lib/pipeline/head/cascade';
import { exampleIndexOf, type ExampleIndex } from '../lib/pipeline/head/example-index';
import type { RunPriors } from '../lib/pipeline/head/run-priors';
import { InputError } from '../lib/pipeline/read/input-error';
import { rawRow, rowMessage, type ChunkText, type RowLayout } from '../lib/pipeline/read/row-cells';
import { classifyRun } from '../lib/pipeline/run/classify-run';
import { withThreshold } from '../lib/pipeline/run/rejudge';
import { MemorySink } from '../lib/pipeline/run/memory-sink';
import type { RunSnapshot } from '../lib/pipeline/run/run-types';
import { joinTexts, stringOf } from '../lib/pipeline/text/piece-text';
import type { Classification, RowColumns } from '../lib/pipeline/types';
import { previewInput } from '../workers/classify/preview-input';
import type { InputPreview } from '../workers/contracts/classifier';
import { readFiles } from '../workers/read/read-files';
import { loadKernels } from '../workers/read/kernels/load-kernels';
import { scanPieces } from '../workers/read/scan-pieces';
import type { ExportedRun } from '../workers/view/run-export';
import { bundleContent, tellEarlierEncoder } from './bundle-content';
import { loadEncoder, NO_ENCODER, type EncoderChoice } from './load-encoder';
import { chosenMapping, type ReadingChoice } from './reading-choice';

/** Files as a run of the page would have them, in memory. */
export interface RunOfFiles {
	table: RunTable;
	/** The same for an export. */
	stored: ExportedRun;
	/** What its messages say of each other. */
	priors?: RunPriors;
	/** What is wrong with the input, in sentences. */
	problems: string[];
	/** The message of a row, as it was classified. */
	message: (row: number) => string;
	/** Absent where rows name none, or all the same. */
	hosts?: Hosts;
}

/** What every file of a command goes through. */
export interface Sieves {
	cascade: Cascade;
	embedders: EmbedderSupply;
}

/** The same, with what an explanation looks at. */
export interface LoadedSieves extends Sieves {
	embed: Embed;
	/** The bundle's labelled examples. */
	examples?: ExampleIndex;
}

export interface SievesChoice extends EncoderChoice {
	/** A bundle's file, as the page exports it; the default bundle unless given. */
	bundle?: string | undefined;
	/** From which a category is settled, in place of the bundle's own thresholds of categories. */
	threshold?: number | undefined;
	/** False: rules and levels alone. */
	model?: boolean;
}

/**
 * A bundle and the encoder that ships with the site.
 * @throws in plain words when the bundle is not valid
 */
export async function loadSieves({
	bundle: path,
	threshold,
	model = true,
	...how
}: SievesChoice): Promise<LoadedSieves> {
	const { embed, supply } = model ? await loadEncoder(how) : NO_ENCODER;
	const content = await bundleContent(path, embed);
	if (model) tellEarlierEncoder(content.bundle);
	const bundle =
		threshold === undefined ? content.bundle : withThreshold(content.bundle, threshold);
	const index = content.examples && exampleIndexOf(bundle, content.examples);
	return {
		cascade: model ? new Cascade(bundle, index) : new LevelsAlone(bundle),
		embedders: supply,
		embed,
		...(index ? { examples: index } : {})
	};
}

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
 * How files will be read.
 * @throws InputError when they cannot be, or no column is plainly the message
 */
export async function previewFiles(
	given: readonly File[],
	{ chosenColumns, ...format }: ReadingChoice
): Promise<InputPreview> {
	const files = given.map((file) => ({ file, name: file.name }));
	const guessed = await previewInput(files, format);
	const preview = chosenColumns
		? await previewInput(
				files,
				format,
				chosenMapping(guessed.format, guessed.mapping, chosenColumns)
			)
		: guessed;
	if (preview.mapping.message === undefined)
		throw new InputError(
			`It is not plain to see which column holds the message: say so with --columns message=COLUMN. There are ${preview.format.columns.map((name) => `"${name}"`).join(', ')}.`
		);
	return preview;
}

/**
 * Runs files through the line of the page, as one run.
 *
 * @param given their dates date what names no year
 * @throws InputError when they cannot be read
 */
export async function runFiles(
	given: readonly File[],
	choice: ReadingChoice,
	{ cascade, embedders }: Sieves,
	onProgress: (snapshot: RunSnapshot) => void = () => undefined
): Promise<RunOfFiles> {
	const preview = await previewFiles(given, choice);
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
		kernels: loadKernels(),
		signal: new AbortController().signal,
		clock: () => performance.now(),
		onProgress
	});
	return runOf(sink, snapshot, preview, cascade);
}

function runOf(
	sink: MemorySink,
	{ sources, extraColumns, problems, priors }: RunSnapshot,
	{ format, mapping, files, problems: seen }: InputPreview,
	{ bundle }: Cascade
): RunOfFiles {
	const layout = { format, mapping, extraColumns };
	const { chunks } = sink;
	const table = sink.table(bundle, sources);
	const texts = new LastText(chunks);
	const message = (row: number): string => {
		const at = table.chunkOf(row);
		return rowMessage(layout, rawRow(texts.at(at), row - (chunks[at] as RowColumns).firstRow));
	};
	const hosts = hostsOf(layout, chunks);
	const name = files.map((file) => file.name).join(', ');
	return {
		table,
		stored: {
			run: { ...layout, name, sources, rules: bundle.rules },
			table,
			texts: { of: (chunk) => Promise.resolve(texts.at(chunk)) },
			message: (row) => Promise.resolve(message(row))
		},
		problems: [...seen, ...problems].map((problem) => problem.message),
		message,
		...(priors ? { priors } : {}),
		...(hosts ? { hosts } : {})
	};
}

/** Text of chunks; that of the last one asked for is kept, since rows are asked for in order. */
class LastText {
	private position = -1;
	private text: ChunkText = { text: '', ends: new Uint32Array() };

	constructor(private readonly chunks: readonly RowColumns[]) {}

	at(chunkAt: number): ChunkText {
		if (this.position === chunkAt) return this.text;
		const chunk = this.chunks[chunkAt] as RowColumns;
		this.position = chunkAt;
		return (this.text = { text: textOf(chunk), ends: chunk.ends });
	}
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
