/**
 * The part of `reading.ts` that reads, in a process of its own:
 *
 *     node read-in-memory.mjs read|bare|content FILE TIMES
 *
 * Prints seconds of processor time as JSON, one for each time; of `content` a hash of all that is read, and how many rows.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Papa from 'papaparse';
import { ShapeList } from '../../src/lib/pipeline/canonical/shape-list';
import { RowReader } from '../../src/lib/pipeline/read/row-batch';
import { FieldReader, type RowFields } from '../../src/lib/pipeline/read/row-fields';
import type { RowBatch } from '../../src/lib/pipeline/read/rows';
import type { TextPiece } from '../../src/lib/pipeline/run/run-types';
import { previewInput } from '../../src/workers/classify/preview-input';
import { pieces } from '../../src/workers/read/file-bytes';
import { loadKernels } from '../../src/workers/read/kernels/load-kernels';
import { scanPieces } from '../../src/workers/read/scan-pieces';
import { PieceDecoder } from '../../src/workers/read/text-decoder';

const [, , work = '', path = '', times = '1'] = process.argv;
const content = new Uint8Array(await readFile(path));
const file = new File([content], basename(path));
const preview = await previewInput([{ file, name: file.name }], {});
const { format, mapping, files } = preview;

if (work === 'content') console.log(JSON.stringify(await contentOfRows()));
else console.log(JSON.stringify(await secondsOf(work === 'bare' ? readBare : () => readRows())));

/** The first time is not counted: it compiles what runs. */
async function secondsOf(read: () => void | Promise<void>): Promise<number[]> {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;
	const seconds: number[] = [];
	for (let time = 0; time <= Number(times); time++) {
		collectGarbage();
		const began = process.cpuUsage();
		await read();
		const { user, system } = process.cpuUsage(began);
		seconds.push((user + system) / 1e6);
	}
	return seconds.slice(1);
}

/** As `classifyRun` and the reader before it do. */
async function readRows(take?: (batch: RowBatch, fields: RowFields) => void): Promise<void> {
	const kernels = loadKernels();
	const rows = new RowReader(format, mapping, files[0], kernels);
	const fieldReader = new FieldReader(new ShapeList());
	for await (const { text, final, scanned, fields } of scanPieces(piecesOf(), files, preview)) {
		const batch = scanned ? rows.readScanned(scanned) : rows.push(text, final);
		const read = fields ?? fieldReader.read(batch);
		take?.(batch, read);
	}
}

async function* piecesOf(): AsyncGenerator<TextPiece> {
	const decoder = new PieceDecoder(format.encoding);
	for (const piece of pieces(content))
		yield { text: decoder.decode(piece), final: false, bytesRead: 0 };
	yield { text: decoder.finish(), final: true, bytesRead: content.length };
}

/** With as little as can be: the cells of a table, the lines of everything else. */
function readBare(): void {
	const text = new TextDecoder(format.encoding).decode(content);
	if (format.kind === 'csv') Papa.parse(text);
	else text.split('\n');
}

async function contentOfRows(): Promise<{ rows: number; hash: string }> {
	const hash = createHash('sha256');
	let rows = 0;
	await readRows((batch, { newSources, newShapes, units, time, source, level, shape }) => {
		const { skip, scanned } = batch;
		rows += scanned.rows - skip;
		hash.update(JSON.stringify([newSources, newShapes, scanned.unclosed, scanned.blankLines]));
		for (const column of [units, time, source, level, shape]) hash.update(column);
		for (let row = skip; row < scanned.rows; row++)
			hash.update(JSON.stringify([batch.message(row), batch.level(row)]));
	});
	return { rows, hash: hash.digest('hex') };
}
