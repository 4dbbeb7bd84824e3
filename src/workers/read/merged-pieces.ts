import type { TextPiece } from '../../lib/pipeline/run/run-types';
import { MAX_BYTES_IN_MEMORY, MAX_LINE_UNITS } from '../../lib/pipeline/constants';
import { InputError } from '../../lib/pipeline/read/input-error';
import type { FileReading, RowChoice } from '../../lib/pipeline/read/input-format';
import { LineGuard } from '../../lib/pipeline/read/line-guard';
import { InputProblems } from '../../lib/pipeline/read/input-problems';
import { MergedRecords } from '../../lib/pipeline/read/merged-table';
import { RowReader } from '../../lib/pipeline/read/row-batch';
import type { RowBatch } from '../../lib/pipeline/read/rows';
import { formatCount } from '../../lib/pipeline/text/format-number';
import type { InputProblem } from '../../lib/pipeline/types';
import type { InputFile } from '../contracts/classifier';
import { PIECE_BYTES } from './file-bytes';
import { heldInMemory, isReadInTurn } from './held-files';
import { readText } from './read-text';
import { guarded } from './scan-pieces';

/** Order of files by name: `log.2` before `log.10`. */
export const BY_NAME = new Intl.Collator('en', { numeric: true });

/** A file with the way in which it is read. */
interface OwnFile {
	file: Blob;
	reading: FileReading;
	way: RowChoice;
}

/**
 * The rows of files that are each read in their own way, as one table (see `mergedChoice`) in the order of their times.
 * The rows of a file stay in its order; one without a time stays behind the one before it. At equal times, and for files
 * without times, the order of the names decides.
 *
 * @param columns of the table
 */
export async function* mergedPieces(
	input: readonly InputFile[],
	files: readonly FileReading[],
	columns: readonly string[]
): AsyncGenerator<TextPiece> {
	const rows = (await ownFiles(input, files)).map(
		(file, order) => new FileRows(file, order, columns)
	);
	const heap = new Heap(rows);
	const bytesRead = (): number => rows.reduce((sum, file) => sum + file.bytesRead, 0);
	let text = '';
	try {
		for (let top = heap.top; top; top = heap.top) {
			if (top.isAtRow) {
				text += top.record();
				top.step();
			}
			if (!top.isAtRow && !(await top.load())) heap.removeTop();
			else heap.settleTop();
			if (text.length < PIECE_BYTES) continue;
			yield { text, final: false, bytesRead: bytesRead() };
			text = '';
		}
	} finally {
		for (const file of rows) await file.close();
	}
	const nulBytes = rows.reduce((sum, file) => sum + file.problems.nulBytes, 0);
	const problems = rows.flatMap((file) => file.foundProblems());
	yield { text, final: true, bytesRead: bytesRead(), problems, ...(nulBytes ? { nulBytes } : {}) };
}

/**
 * @throws InputError when files that can only be read one after the other are too large to be merged
 */
export function requireMergeable(files: readonly FileReading[]): void {
	const held = files.filter((file) => file.leftOut === undefined && isReadInTurn(file));
	const bytes = held.reduce((sum, file) => sum + file.bytes, 0);
	if (bytes > MAX_BYTES_IN_MEMORY)
		throw new InputError(
			`The files in the archive have several formats. To merge them by time they have to be unpacked in memory, and ${formatCount(bytes)} bytes are too many. Choose files of one format, or unpack it and drop the logs in it.`
		);
}

/** Files that are read, in the order of their names. */
async function ownFiles(
	input: readonly InputFile[],
	files: readonly FileReading[]
): Promise<OwnFile[]> {
	const own: OwnFile[] = [];
	for (const [at, { file }] of input.entries()) {
		const reading = files[at];
		if (!reading?.way || reading.leftOut !== undefined) continue;
		const held = isReadInTurn(reading) ? await heldInMemory(file, reading) : { file, reading };
		own.push({ ...held, way: reading.way });
	}
	return own.sort((a, b) => BY_NAME.compare(a.reading.name, b.reading.name));
}

/** The rows of one file, one after the other. The file is opened when its first row's turn has come. */
class FileRows {
	/** Time of the row at hand, or of the one before it; of a file that is not open yet, of its first one. */
	key: number;
	bytesRead = 0;
	readonly problems: InputProblems;
	private readonly guard: LineGuard;
	private readonly reader: RowReader;
	private readonly records: MergedRecords;
	private readonly pieces: AsyncGenerator<TextPiece>;
	private batch: RowBatch | undefined;
	private row = 0;
	private rowsBefore = 0;
	private time = NaN;

	constructor(
		private readonly own: OwnFile,
		readonly order: number,
		columns: readonly string[]
	) {
		const { file, reading, way } = own;
		this.key = reading.firstTime ?? Infinity;
		this.guard = new LineGuard(MAX_LINE_UNITS[way.format.kind]);
		this.reader = new RowReader(way.format, way.mapping, reading);
		this.problems = new InputProblems(way.format);
		this.records = new MergedRecords(way, columns);
		this.pieces = readText(file, reading);
	}

	get isAtRow(): boolean {
		return this.batch !== undefined && this.row < this.batch.scanned.rows;
	}

	/** The row at hand as a record of the table. */
	record(): string {
		return this.records.record(this.batch as RowBatch, this.row, this.time);
	}

	step(): void {
		this.row++;
		if (this.isAtRow) this.readTime();
	}

	/** Reads on to the next row; false when there is none. */
	async load(): Promise<boolean> {
		for (;;) {
			const { done, value } = (await this.pieces.next()) as IteratorResult<TextPiece, undefined>;
			if (done) return false;
			const { text, final, bytesRead, problems = [], nulBytes = 0 } = guarded(value, this.guard);
			this.bytesRead = bytesRead;
			this.problems.nulBytes += nulBytes;
			for (const problem of problems) this.problems.add(problem);
			const batch = this.reader.push(text, final);
			this.problems.inspect(batch, this.rowsBefore);
			this.rowsBefore += batch.scanned.rows - batch.skip;
			this.batch = batch;
			this.row = batch.skip;
			if (!this.isAtRow) continue;
			this.readTime();
			return true;
		}
	}

	async close(): Promise<void> {
		await this.pieces.return(undefined);
	}

	/** With the file's name; which of the merged rows they mean is not known. */
	foundProblems(): InputProblem[] {
		const { problems, own } = this;
		// Counted once for all files.
		const nulBytes = problems.nulBytes;
		problems.nulBytes = 0;
		problems.finish();
		problems.nulBytes = nulBytes;
		return problems.kept.map(({ kind, message }) => ({
			kind,
			message: `${own.reading.name}: ${message}`
		}));
	}

	private readTime(): void {
		this.time = (this.batch as RowBatch).time(this.row);
		if (!Number.isNaN(this.time)) this.key = this.time;
	}
}

/** Files by the key of their next row, the lowest on top (Williams, Communications of the ACM 7, 1964). */
class Heap {
	private readonly files: FileRows[];

	constructor(files: readonly FileRows[]) {
		this.files = [...files].sort((a, b) => (isBefore(a, b) ? -1 : 1));
	}

	get top(): FileRows | undefined {
		return this.files[0];
	}

	removeTop(): void {
		const last = this.files.pop();
		if (!last || this.files.length === 0) return;
		this.files[0] = last;
		this.settleTop();
	}

	/** Puts the top one where it belongs after its key has changed. */
	settleTop(): void {
		const { files } = this;
		const moved = files[0];
		if (!moved) return;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			const [left, right] = [files[child], files[child + 1]];
			if (!left) break;
			if (right && isBefore(right, left)) child++;
			const lower = files[child] as FileRows;
			if (!isBefore(lower, moved)) break;
			files[at] = lower;
			at = child;
		}
		files[at] = moved;
	}
}

const isBefore = (a: FileRows, b: FileRows): boolean =>
	a.key < b.key || (a.key === b.key && a.order < b.order);
