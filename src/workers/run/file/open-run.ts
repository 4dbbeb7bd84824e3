import * as v from 'valibot';
import type { TemplateEntry } from '../../../lib/pipeline/types';
import { deleteRun, isStorageFull, saveParts, saveRun } from '../../../lib/store/db';
import type { RunRecord } from '../../../lib/store/schema';
import { newRunId } from '../../contracts/run-id';
import { refuseBomb } from '../../read/bomb-guard';
import { broken, checkHead, chunkOf, entryOf } from './check-run-file';
import { runFileLines } from './run-file-lines';
import {
	chunkSchema,
	endSchema,
	headSchema,
	messageSchema,
	RUN_FILE_VERSION,
	type RunFileChunk,
	type RunFileHead,
	type RunFileMessage
} from './run-file';

/** Messages that are written at a time. */
const MESSAGES_PER_WRITE = 1_000;
/** Milliseconds in which a file is opened: until then what is stored of it is no run yet, and not purged. */
const OPENING_TIME = 24 * 60 * 60 * 1_000;

/**
 * Stores the run that a file holds as a run of this browser. Everything in it is checked before it is used, and nothing of
 * it is run: patterns that could hang are refused.
 * @returns the new run's id
 * @throws Error in plain words: what is wrong with the file; nothing of it is kept then
 */
export async function openRun(file: Blob): Promise<string> {
	const opening = new Opening(newRunId());
	try {
		for await (const { line, unpacked } of runFileLines(file)) {
			refuseBomb('run', unpacked, file.size);
			const value = parsedLine(line);
			if (!value) throw notARun();
			await opening.take(value);
		}
		return await opening.end();
	} catch (error) {
		await opening.drop();
		if (isStorageFull(error))
			throw new Error('There is no room for this run in the browser. Delete old runs first.', {
				cause: error
			});
		throw error;
	}
}

/** A run of a file on its way into the store. */
export class Opening {
	private head: RunFileHead['run'] | undefined;
	private rows = 0;
	private chunks = 0;
	private messages = 0;
	private waiting: TemplateEntry[] = [];
	private batch = 0;
	private isEnded = false;
	private readonly seen = new Set<number>();

	constructor(private readonly runId: string) {}

	/** The end of the run was taken. */
	get isComplete(): boolean {
		return this.isEnded;
	}

	/** Takes the lines of the file, in their order. */
	async take(value: object): Promise<void> {
		if (!this.head) return this.begin(value);
		if (this.isEnded) throw broken('there is something behind its end');
		if ('message' in value) return this.takeMessage(checked(messageSchema, value, 'a message'));
		if ('rows' in value) return this.takeRows(checked(chunkSchema, value, 'the rows'));
		const { end } = checked(endSchema, value, 'the end');
		for (const named of [end.rows, this.known.rows])
			if (named !== this.rows) throw broken(`it names ${named} rows and has ${this.rows}`);
		if (end.messages !== this.messages)
			throw broken(`it names ${end.messages} messages and has ${this.messages}`);
		this.isEnded = true;
	}

	/** @returns the run's id */
	async end(): Promise<string> {
		const { head, runId } = this;
		if (!head) throw notARun();
		if (!this.isEnded) throw broken('its end is missing. Get it again');
		await this.write();
		await saveRun(recordOf(runId, head, { rows: this.rows, chunks: this.chunks }));
		return runId;
	}

	/** Takes back what was stored; where that fails too, the next purge after `OPENING_TIME` does. */
	async drop(): Promise<void> {
		if (this.head) await deleteRun(this.runId).catch(() => undefined);
	}

	private async begin(value: object): Promise<void> {
		if (!('winnowRun' in value)) throw notARun();
		const { winnowRun: version } = value;
		if (typeof version === 'number' && version > RUN_FILE_VERSION)
			throw new Error(
				`This run was saved by a newer Winnow (format ${version}, this page reads ${RUN_FILE_VERSION}). Reload the page to update it.`
			);
		this.head = checked(headSchema, value, 'the head').run;
		checkHead(this.head);
		const deletedAt = Date.now() + OPENING_TIME;
		await saveRun({ ...recordOf(this.runId, this.head, { rows: 0, chunks: 0 }), deletedAt });
	}

	private async takeMessage({ message }: RunFileMessage): Promise<void> {
		if (message.index >= this.known.templates || this.seen.has(message.index))
			throw broken(`message ${message.index} is not one of its ${this.known.templates}`);
		this.seen.add(message.index);
		this.messages++;
		this.waiting.push(entryOf(message, this.known));
		if (this.waiting.length >= MESSAGES_PER_WRITE) await this.write();
	}

	private async takeRows({ rows }: RunFileChunk): Promise<void> {
		const { known } = this;
		if (rows.index !== this.chunks || rows.firstRow !== this.rows)
			throw broken(`rows ${rows.firstRow} and following do not come after row ${this.rows}`);
		const chunk = chunkOf(this.runId, rows, known);
		this.chunks++;
		this.rows += chunk.rowCount;
		const kept = known.textKept !== false;
		await saveParts([{ chunk, ...(kept ? { texts: [rows.text ?? ''] } : {}) }]);
	}

	private async write(): Promise<void> {
		const { runId } = this;
		const batch = this.batch++;
		const templates = this.waiting.splice(0).map((entry) => ({ ...entry, runId, batch }));
		await saveParts([{ templates }]);
	}

	private get known(): RunFileHead['run'] {
		if (!this.head) throw notARun();
		return this.head;
	}
}

const recordOf = (
	id: string,
	head: RunFileHead['run'],
	counted: Pick<RunRecord, 'rows' | 'chunks'>
): RunRecord => ({ ...(head as Omit<RunRecord, 'id'>), ...counted, id });

/** The object that a line of JSON Lines has; nothing where it has none. */
export function parsedLine(line: string): object | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

/** A value as its schema has it. @throws Error that says where it is damaged */
export function checked<S extends v.GenericSchema>(
	schema: S,
	value: unknown,
	what: string
): v.InferOutput<S> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw broken(`${what}: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}

const notARun = (): Error =>
	new Error('This is no run that Winnow saved. Save one under Download, as “Winnow run”.');
