import type { MarkState } from '../../../lib/pipeline/bundle/template-marks';
import type { Classification, TemplateEntry } from '../../../lib/pipeline/types';
import { toBase64 } from '../../bundle/base64';
import { StoredRun } from '../stored-run';
import {
	headRun,
	RUN_FILE_VERSION,
	type RunFileChunk,
	type RunFileEnd,
	type RunFileHead,
	type RunFileMessage,
	type RunFileResult
} from './run-file';
import type { Whole } from './whole';

/**
 * A stored run as one file: rows, messages, categories, decisions, and the name and version of its bundle.
 * @throws Error in plain words when the run is gone or still goes on
 */
export async function saveRun(runId: string): Promise<Blob> {
	return packedLines(runLines(await StoredRun.openEnded(runId)));
}

/** Values as a file of JSON Lines in gzip. */
export function packedLines(lines: AsyncGenerator<object>): Promise<Blob> {
	const encoder = new TextEncoder();
	const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
		async pull(controller) {
			const { done, value } = await lines.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
		}
	});
	return new Response(stream.pipeThrough(new CompressionStream('gzip'))).blob();
}

/** What the file of a run that has ended says, line by line. */
export async function* runLines(
	stored: StoredRun
): AsyncGenerator<RunFileHead | RunFileMessage | RunFileChunk | RunFileEnd> {
	const { table, run } = stored;
	const templates = positionsIn(table.template.subarray(0, table.rowCount));
	const marks = [...table.marks].map(([canonical, state]: [string, MarkState]) => ({
		canonical,
		state
	}));
	yield {
		winnowRun: RUN_FILE_VERSION,
		run: headRun({
			...run,
			...{ templateMarks: marks, chunks: table.chunkStarts.length, templates },
			sources: await sourcesOf(stored)
		})
	};
	let messages = 0;
	// Of a run that was broken off there may be messages whose rows were not stored any more.
	for (const entry of table.templates.slice(0, templates))
		if (entry) {
			messages++;
			yield { message: messageOf(entry) };
		}
	for (let index = 0; index < table.chunkStarts.length; index++)
		yield { rows: await rowsOf(stored, index) };
	yield { end: { rows: table.rowCount, messages } };
}

/** How many things there are at least, by the positions of those that rows refer to. */
const positionsIn = (positions: Uint32Array): number =>
	positions.reduce((highest, at) => Math.max(highest, at + 1), 0);

/** The sources that rows refer to: the record of a run that was killed may lack the last ones. */
async function sourcesOf(stored: StoredRun): Promise<string[]> {
	const { table, run } = stored;
	const positions = table.source.subarray(0, table.rowCount);
	const sources = [...run.sources];
	const count = positionsIn(positions);
	for (let at = sources.length; at < count; at++) {
		const row = positions.indexOf(at);
		sources.push(row === -1 ? '' : (await stored.row(row)).source);
	}
	return sources;
}

type GivenResult = Omit<Classification, 'embedding' | 'probabilities'> & {
	embedding?: string;
	probabilities?: string;
};

/** A field that the schema of a message does not know does not compile: it would be lost. */
type GivenMessage = Omit<TemplateEntry, 'result'> & { result?: GivenResult };

function messageOf({
	index,
	canonical,
	level,
	result
}: TemplateEntry): Whole<GivenMessage, RunFileMessage['message']> {
	return {
		...{ index, canonical },
		...(level ? { level } : {}),
		...(result ? { result: packedResult(result) } : {})
	};
}

/** A result as a file has it; as with a message, a field that the schema does not know does not compile. */
export function packedResult({
	embedding,
	probabilities,
	...plain
}: Classification): Whole<GivenResult, RunFileResult> {
	return {
		...plain,
		...(embedding ? { embedding: toBase64(embedding) } : {}),
		...(probabilities ? { probabilities: packed(probabilities) } : {})
	};
}

async function rowsOf(
	{ table, texts, run }: StoredRun,
	index: number
): Promise<RunFileChunk['rows']> {
	const from = table.chunkStarts[index] as number;
	const to = table.chunkStarts[index + 1] ?? table.rowCount;
	const { text, ends } = await texts.of(index);
	return {
		index,
		firstRow: from,
		rowCount: to - from,
		...(run.textKept === false ? {} : { text }),
		ends: packed(run.textKept === false ? new Uint32Array(to - from) : ends),
		template: packed(table.template.subarray(from, to)),
		rule: packed(table.rule.subarray(from, to)),
		source: packed(table.source.subarray(from, to)),
		time: packed(table.time.subarray(from, to)),
		severity: packed(table.severity.subarray(from, to))
	};
}

const packed = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): string =>
	toBase64(new Int8Array(buffer, byteOffset, byteLength));
