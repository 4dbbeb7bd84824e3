import * as v from 'valibot';
import { RuleSet } from '../../../lib/pipeline/rules/rules';
import { SEVERITIES, type Classification, type TemplateEntry } from '../../../lib/pipeline/types';
import { deleteRun, isStorageFull, saveParts, saveRun } from '../../../lib/store/db';
import type { ChunkRecord, RunRecord } from '../../../lib/store/schema';
import { fromBase64 } from '../../bundle/base64';
import { refuseBomb } from '../../read/bomb-guard';
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
			await opening.take(line);
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

class Opening {
	private head: RunFileHead['run'] | undefined;
	private rows = 0;
	private chunks = 0;
	private messages = 0;
	private waiting: TemplateEntry[] = [];
	private batch = 0;
	private isEnded = false;
	private readonly seen = new Set<number>();

	constructor(private readonly runId: string) {}

	/** Takes the lines of the file, in their order. */
	async take(line: string): Promise<void> {
		const value = parsed(line);
		if (!this.head) return this.begin(value);
		if (this.isEnded) throw broken('there is something behind its end');
		if ('message' in value) return this.takeMessage(checked(messageSchema, value, 'a message'));
		if ('rows' in value) return this.takeRows(checked(chunkSchema, value, 'the rows'));
		const { end } = checked(endSchema, value, 'the end');
		if (end.rows !== this.rows || end.messages !== this.messages)
			throw broken(`it names ${end.rows} rows and has ${this.rows}`);
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
		refusePatterns(this.head);
		const deletedAt = Date.now() + OPENING_TIME;
		await saveRun({ ...recordOf(this.runId, this.head, { rows: 0, chunks: 0 }), deletedAt });
	}

	private async takeMessage({ message }: RunFileMessage): Promise<void> {
		if (message.index >= this.known.templates || this.seen.has(message.index))
			throw broken(`message ${message.index} is not one of its ${this.known.templates}`);
		this.seen.add(message.index);
		this.messages++;
		this.waiting.push(entryOf(message));
		if (this.waiting.length >= MESSAGES_PER_WRITE) await this.write();
	}

	private async takeRows({ rows }: RunFileChunk): Promise<void> {
		const { known } = this;
		if (rows.index !== this.chunks || rows.firstRow !== this.rows)
			throw broken(`rows ${rows.firstRow} and following do not come after row ${this.rows}`);
		const chunk = chunkOf(this.runId, rows);
		checkRows(chunk, rows.text, known);
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

function entryOf({ result, ...entry }: RunFileMessage['message']): TemplateEntry {
	if (!result) return entry as TemplateEntry;
	const { embedding, probabilities, ...plain } = result;
	return {
		...entry,
		result: {
			...plain,
			...(embedding === undefined ? {} : { embedding: fromBase64(embedding) }),
			...(probabilities === undefined
				? {}
				: { probabilities: arrayOf(Float32Array, probabilities) })
		} as Classification
	} as TemplateEntry;
}

function chunkOf(runId: string, rows: RunFileChunk['rows']): ChunkRecord {
	const { index, firstRow, rowCount, ends, template, rule, source, time, severity } = rows;
	return {
		runId,
		index,
		firstRow,
		rowCount,
		ends: arrayOf(Uint32Array, ends),
		template: arrayOf(Uint32Array, template),
		rule: arrayOf(Int16Array, rule),
		source: arrayOf(Uint32Array, source),
		time: arrayOf(Float64Array, time),
		severity: arrayOf(Uint8Array, severity)
	};
}

/** Every number of a chunk refers to something that is there. */
function checkRows(
	chunk: ChunkRecord,
	text: string | undefined,
	{ templates, rules, textKept }: RunFileHead['run']
): void {
	const { rowCount, ends, template, rule, source, time, severity } = chunk;
	for (const array of [ends, template, rule, source, time, severity])
		if (array.length !== rowCount) throw broken(`a column has ${array.length} of ${rowCount} rows`);
	if (template.some((at) => at >= templates)) throw broken('a row has a message that is not there');
	if (rule.some((at) => at < -1 || at >= rules.length))
		throw broken('a row has a rule that is not there');
	if (severity.some((at) => at >= SEVERITIES.length))
		throw broken('a row has a severity that is not there');
	if (textKept === false) return;
	if (text === undefined) throw broken('the text of some rows is missing');
	if (ends.some((end, at) => end < (ends[at - 1] ?? 0)) || (ends.at(-1) ?? 0) !== text.length)
		throw broken('the text of some rows does not fit them');
}

/** Patterns come from a file: one that does not compile, or is too large to be searched for safely, is not taken. */
function refusePatterns({ rules }: RunFileHead['run']): void {
	try {
		const set = new RuleSet(rules);
		for (const rule of rules.keys()) void set.engine(rule);
	} catch (error) {
		throw broken((error as Error).message);
	}
}

function arrayOf<T>(
	Kind: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number },
	text: string
): T {
	const { buffer } = fromBase64(text);
	if (buffer.byteLength % Kind.BYTES_PER_ELEMENT !== 0) throw broken('a column is cut off');
	return new Kind(buffer);
}

function parsed(line: string): object {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value === 'object' && value !== null) return value;
	} catch {
		// Said below.
	}
	throw notARun();
}

function checked<S extends v.GenericSchema>(
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

const broken = (what: string): Error => new Error(`The saved run is damaged: ${what}.`);

/** Random enough for one browser's runs. */
function newRunId(): string {
	const random = crypto.getRandomValues(new Uint32Array(2));
	return `${Date.now().toString(36)}-${Array.from(random, (part) => part.toString(36)).join('')}`;
}
