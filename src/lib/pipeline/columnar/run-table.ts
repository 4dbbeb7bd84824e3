import { OutcomeCodes } from './outcome-codes';
import { PENDING, type RowOutcome } from './outcome';
import { labelGiven, type Rule } from '../rules/rules';
import type { MarkState } from '../bundle/template-marks';
import type { Bundle } from '../bundle/bundle';
import { givenVerdict, LabelTree, NO_PROBLEM } from '../bundle/label-tree';
import { UNCLASSIFIED, type RowColumns, type TemplateEntry, type Verdict } from '../types';

/** A message that the head has not judged yet, and one that the run ended without judging. */
const WAITING: Verdict = {
	label: PENDING,
	confidence: 0,
	tier: 'none',
	certainty: 'unknown',
	family: PENDING,
	familyConfidence: 0,
	needsReview: false
};
const NOTHING_KNOWN: Verdict = {
	...WAITING,
	label: UNCLASSIFIED,
	family: NO_PROBLEM,
	needsReview: true
};

/** The canonical text keeps the class of an HTTP status. */
const STATUS_CLASS = /\b([1-5])xx\b/;

/**
 * All rows of a run as columns, without their text: about 20 bytes a row, so that a million rows filter in memory. Chunks
 * and templates are added as they are stored.
 */
export class RunTable {
	rowCount = 0;
	template = new Uint32Array(1_024);
	rule = new Int16Array(1_024);
	source = new Uint32Array(1_024);
	time = new Float64Array(1_024);
	severity = new Uint8Array(1_024);
	sources: readonly string[] = [];
	/** First row of each chunk, ascending. */
	readonly chunkStarts: number[] = [];
	readonly templates: (TemplateEntry | undefined)[] = [];
	/** First digit of the HTTP status in each template's text. */
	private readonly statuses: number[] = [];
	private knownCodes: { codes: OutcomeCodes; key: readonly unknown[] } | undefined;
	/** Counts changes of chunks and templates. */
	changes = 0;
	/** While a run goes on, a template without result is waiting; afterwards it was left unclassified. */
	running = true;
	/** Muted and pinned messages, by canonical text. */
	marks: ReadonlyMap<string, MarkState> = new Map();

	/** Families and sides of the run's labels. */
	readonly tree: LabelTree;

	/** @param labels of the run's bundle; without them every label lies on the side without problems */
	constructor(
		readonly rules: readonly Rule[],
		labels: Bundle['labels'] = []
	) {
		this.tree = new LabelTree(
			labels,
			labels.map(({ name }) => name)
		);
	}

	get ruleCount(): number {
		return this.rules.length;
	}

	addChunk(chunk: Omit<RowColumns, 'texts'>): void {
		this.reserve(this.rowCount + chunk.rowCount);
		this.template.set(chunk.template, this.rowCount);
		this.rule.set(chunk.rule, this.rowCount);
		this.source.set(chunk.source, this.rowCount);
		this.time.set(chunk.time, this.rowCount);
		this.severity.set(chunk.severity, this.rowCount);
		this.chunkStarts.push(this.rowCount);
		this.rowCount += chunk.rowCount;
		this.changes++;
	}

	addTemplate(entry: TemplateEntry): void {
		this.templates[entry.index] = entry;
		this.statuses[entry.index] ??= Number(STATUS_CLASS.exec(entry.canonical)?.[1] ?? 0);
		this.changes++;
	}

	/** First digit of the HTTP status that a template's text carries, 0 without one. */
	statusOf(template: number): number {
		return this.statuses[template] ?? 0;
	}

	/** What rules and templates say, as codes; made again only when something has changed. */
	codes(): OutcomeCodes {
		const key = [this.changes, this.marks, this.running];
		if (!this.knownCodes?.key.every((part, at) => part === key[at]))
			this.knownCodes = { codes: new OutcomeCodes(this, this.rules), key };
		return this.knownCodes.codes;
	}

	outcome(row: number): RowOutcome {
		return this.outcomeOf(this.rule[row] as number, this.template[row] as number);
	}

	/**
	 * A person's decision on a template stands above everything, a rule above what the other sieves made of the template.
	 * @param rule position of the rule that matched, or -1
	 */
	outcomeOf(rule: number, template: number): RowOutcome {
		const result = this.templates[template]?.result;
		const label = this.labelOfRule(rule);
		if (result?.tier !== 'human' && label !== undefined)
			return { ...givenVerdict(label, 'rule', this.tree), rule, result };
		if (!result) return { ...(this.running ? WAITING : NOTHING_KNOWN), rule, result };
		const { confidence, tier, certainty, family, familyConfidence, needsReview } = result;
		const verdict = { confidence, tier, certainty, family, familyConfidence, needsReview };
		return { label: result.label, ...verdict, rule, result };
	}

	/** Whether the rule at a position gives a label, rather than sending the message to a language model. */
	labelsByRule(rule: number): boolean {
		return this.labelOfRule(rule) !== undefined;
	}

	private labelOfRule(rule: number): string | undefined {
		const matched = this.rules[rule];
		return matched && labelGiven(matched);
	}

	/** What a person thinks of a template; undefined also while the template is not stored yet. */
	markOf(template: number): MarkState | undefined {
		return this.marks.get(this.templates[template]?.canonical ?? '');
	}

	/** Chunk that holds a row. */
	chunkOf(row: number): number {
		let low = 0;
		let high = this.chunkStarts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.chunkStarts[middle] as number) <= row) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	/** Rows of a template. */
	rowsOfTemplate(template: number): number {
		let rows = 0;
		for (let row = 0; row < this.rowCount; row++) if (this.template[row] === template) rows++;
		return rows;
	}

	private reserve(rows: number): void {
		if (rows <= this.template.length) return;
		const capacity = Math.max(rows, this.template.length * 2);
		this.template = new Uint32Array(resized(this.template.buffer, capacity * 4));
		this.rule = new Int16Array(resized(this.rule.buffer, capacity * 2));
		this.source = new Uint32Array(resized(this.source.buffer, capacity * 4));
		this.time = new Float64Array(resized(this.time.buffer, capacity * 8));
		this.severity = new Uint8Array(resized(this.severity.buffer, capacity));
	}
}

/** Not in the declarations yet; Node 20 lacks it. */
type Transferable = ArrayBuffer & { transfer?: (bytes: number) => ArrayBuffer };

/**
 * A larger buffer with the same beginning. The old one is given up, and its memory with it; a copy would leave it to the next
 * collection of garbage.
 */
function resized(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
	const { transfer } = buffer as Transferable;
	if (transfer) return transfer.call(buffer, bytes);
	const larger = new ArrayBuffer(bytes);
	new Uint8Array(larger).set(new Uint8Array(buffer));
	return larger;
}
