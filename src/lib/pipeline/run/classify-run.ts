import type { RunPriors } from '../head/run-priors';
import { ChunkBuilder } from '../columnar/chunk-builder';
import { MAX_TEMPLATES_WAITING, MAX_WAIT_FOR_LABELS, PROGRESS_INTERVAL } from '../constants';
import type { Waiting } from '../embed/embed-pool';
import { EmbedStage } from '../embed/embed-stage';
import { InputProblems } from '../read/input-problems';
import { RowReader } from '../read/row-batch';
import type { RowBatch } from '../read/rows';
import { FieldReader, NO_LEVEL, type NewShape, type RowFields } from '../read/row-fields';
import { RuleTally, type SlowRule } from '../rules/rule-tally';
import { slowRuleProblem } from './slow-rule';
import { untilAbort } from './until-abort';
import { OfShapes, ShapeList } from '../canonical/shape-list';
import { TemplateTable } from '../columnar/template-table';
import { LEVEL_CLASSES, SEVERITIES, levelClassOf, type LevelClass } from '../types';
import type { RunInput, RunSnapshot } from './run-types';
import { UnitJudge } from './unit-judge';

/**
 * The straight line: read → parse → rules → canonicalise → embed → head → store, with embedding overlapped with reading.
 * When the signal aborts it stops soon; what was classified until then is stored and described by the returned snapshot.
 */
export async function classifyRun(input: RunInput): Promise<RunSnapshot> {
	return new Run(input).execute();
}

/** Position in `LEVEL_CLASSES` of each severity; no level is none of them. */
const LEVEL_CLASS_AT = SEVERITIES.map((severity) => LEVEL_CLASSES.indexOf(levelClassOf(severity)));

/** What all messages of one shape have in common. */
interface OfShape {
	canonical: string;
	/** Position of its template at each level class; -1 where no row had that level yet. */
	templates: Int32Array;
	/** By the text alone; position in `SEVERITIES`. */
	severity: number;
	/** Rules that may match. */
	candidates: readonly number[];
}

class Run {
	private readonly templates = new TemplateTable();
	private readonly shapes = new OfShapes((shape) => this.ofShape(shape));
	/** Reads what no reader has read before. */
	private readonly fieldReader = new FieldReader(new ShapeList());
	private readonly sources: string[] = [];
	private readonly problems: InputProblems;
	private readonly chunks: ChunkBuilder;
	private readonly embedding: EmbedStage;
	private readonly judge: UnitJudge;
	/** What the run's messages say of each other, once all are read. */
	private priors: RunPriors | undefined;
	private readonly stages: Record<string, number> = {
		read: 0,
		parse: 0,
		classify: 0,
		embed: 0,
		head: 0,
		store: 0
	};
	private bytesRead = 0;
	private toEmbed = 0;
	private embedded = 0;
	private reading = true;
	private readonly tally = new RuleTally();
	private slowRule: SlowRule | undefined;
	/** Wakes the reading that waits for the first labels; absent until it has. */
	private onLabels: (() => void) | undefined;
	private reportedAt = -Infinity;

	constructor(private readonly input: RunInput) {
		this.problems = new InputProblems(input.format);
		this.judge = new UnitJudge({ ...input, templates: this.templates });
		this.chunks = new ChunkBuilder((chunk) => input.sink.saveChunk(chunk), input.resume);
		this.embedding = new EmbedStage({
			supply: input.embedders,
			cache: input.cache,
			onEmbedded: (job, embeddings) => this.takeEmbeddings(job, embeddings),
			onTime: (milliseconds) => this.addTime('embed', milliseconds),
			clock: input.clock,
			rowsOf: (template) => this.templates.rowsOf(template)
		});
	}

	async execute(): Promise<RunSnapshot> {
		const { sink, onProgress } = this.input;
		try {
			// An input that breaks off, as a damaged archive does, still has the rows before the break.
			await this.read().finally(() => this.embedRest());
		} finally {
			// Also when reading or embedding failed: what was read and classified until then is kept.
			this.embedding.stop();
			this.chunks.flush();
			this.judge.decideRest();
			this.templates.leaveForReview();
			sink.saveTemplates(this.templates.unsettled());
			await sink.settled().finally(() => onProgress(this.snapshot()));
		}
		return this.snapshot();
	}

	private async embedRest(): Promise<void> {
		this.chunks.flush();
		this.problems.finish();
		this.reading = false;
		if (this.input.signal.aborted) this.embedding.stop();
		await this.embedding.drained(0).finally(this.reportWhileEmbedding());
		if (this.input.signal.aborted || this.input.shares === false) return;
		const start = this.input.clock();
		this.priors = this.judge.settleByRun();
		this.count('head', start);
	}

	private async read(): Promise<void> {
		const { pieces, format, mapping, files = [], kernels, signal } = this.input;
		let reader: RowReader | undefined;
		const iterator = pieces[Symbol.asyncIterator]();
		try {
			for (;;) {
				const readStart = this.input.clock();
				const next = await untilAbort(signal, iterator.next());
				if (!next || next.done || signal.aborted) break;
				const { text, scanned, fields, busy, final, bytesRead, file = 0 } = next.value;
				this.bytesRead = bytesRead;
				this.problems.nulBytes += next.value.nulBytes ?? 0;
				for (const problem of next.value.problems ?? []) this.problems.add(problem);
				const parseStart = this.input.clock();
				reader ??= new RowReader(format, mapping, files[file], kernels);
				const batch = scanned ? reader.readScanned(scanned) : reader.push(text, final);
				if (final) reader = undefined;
				this.count('parse', parseStart);
				this.addTime('read', busy?.read ?? parseStart - readStart);
				this.addTime('parse', busy?.parse ?? 0);
				this.takeRows(batch, fields);
				this.embedding.pump();
				await this.waitForEmbedders();
				await this.waitForLabels();
				await this.input.sink.room?.();
				this.report();
			}
		} finally {
			// A reader that hangs must not hold up a cancel.
			await untilAbort(signal, Promise.resolve(iterator.return?.()));
		}
	}

	/** Back-pressure: when too many texts wait, reading waits too, until a cancel stops the embedding. */
	private async waitForEmbedders(): Promise<void> {
		if (this.embedding.backlog <= MAX_TEMPLATES_WAITING) return;
		const stop = this.reportWhileEmbedding();
		await this.embedding.drained(MAX_TEMPLATES_WAITING / 2).finally(stop);
	}

	/** Once, when the first rows are on their way to the page: on few processors they would else get their labels late. */
	private async waitForLabels(): Promise<void> {
		if (this.onLabels || this.chunks.chunkCount === 0) return;
		await new Promise<void>((resolve) => {
			this.onLabels = resolve;
			if (this.embedded > 0 || this.toEmbed === 0) resolve();
			else setTimeout(resolve, MAX_WAIT_FOR_LABELS);
		});
	}

	/** @param read the rows' fields, where they were read already */
	private takeRows(batch: RowBatch, read: RowFields | undefined): void {
		const start = this.input.clock();
		const { scanned, skip } = batch;
		this.problems.inspect(batch, this.chunks.rowCount);
		const fields = read ?? this.fieldReader.read(batch);
		this.sources.push(...fields.newSources);
		this.shapes.add(fields.newShapes);
		const { text, rows, starts, ends } = scanned;
		const template = new Uint32Array(rows);
		const rule = new Int16Array(rows);
		const severity = new Uint8Array(rows);
		for (let row = skip; row < rows; row++) {
			const shape = this.shapes.get(fields.shape[row] as number, () => batch.messageUnits(row));
			const level = fields.level[row] as number;
			const at = this.templateOf(shape, level);
			template[row] = at;
			rule[row] = this.countRow(batch, row, at, shape.candidates);
			if (this.tally.slow !== this.slowRule) this.reportSlowRule(this.chunks.rowCount + row - skip);
			severity[row] = level === NO_LEVEL ? shape.severity : level;
		}
		this.chunks.add({ text, starts, ends, fields, template, rule, severity }, skip);
		this.count('classify', start);
	}

	/** Gives the rule that settles a row, or -1, and asks for what its template needs. */
	private countRow(
		batch: RowBatch,
		row: number,
		template: number,
		candidates: readonly number[]
	): number {
		// The message is cut out of the text only where a rule may match it: that takes time.
		const verdict =
			candidates.length > 0 &&
			this.input.cascade.byRule(batch.message(row), batch.source(row), candidates, this.tally);
		if (verdict && verdict.result) this.templates.countRuleRow(template);
		else if (this.templates.countOpenRow(template)) this.request(template);
		return verdict ? verdict.rule : -1;
	}

	/** @param row its position in the run */
	private reportSlowRule(row: number): void {
		const { rules } = this.input.cascade.bundle;
		this.slowRule = this.tally.slow;
		if (this.slowRule) this.problems.add(slowRuleProblem(rules, this.slowRule, row));
	}

	private ofShape({ shape, canonical, severity }: NewShape): OfShape {
		return {
			canonical,
			templates: new Int32Array(LEVEL_CLASSES.length).fill(-1),
			severity,
			candidates: this.input.cascade.rules.candidates(shape)
		};
	}

	/** @param level position in `SEVERITIES`, or `NO_LEVEL` */
	private templateOf({ canonical, templates }: OfShape, level: number): number {
		const at = LEVEL_CLASS_AT[level] ?? 0;
		const known = templates[at] as number;
		if (known !== -1) return known;
		const template = this.templates.positionOf(canonical, LEVEL_CLASSES[at] as LevelClass);
		templates[at] = template;
		return template;
	}

	private request(template: number): void {
		const text = this.judge.request(template);
		if (text === undefined) return;
		this.toEmbed++;
		this.embedding.add({ template, text });
	}

	private count(stage: string, since: number): void {
		this.addTime(stage, this.input.clock() - since);
	}

	private addTime(stage: string, milliseconds: number): void {
		this.stages[stage] = (this.stages[stage] ?? 0) + milliseconds;
	}

	private takeEmbeddings(job: readonly Waiting[], embeddings: Float32Array): void {
		const start = this.input.clock();
		this.judge.take(
			job.map(({ text }) => text),
			embeddings
		);
		this.embedded += job.length;
		this.onLabels?.();
		this.count('head', start);
		this.report();
	}

	/** A cancel must reach the embedding even while nothing else happens. Returns the function that ends it. */
	private reportWhileEmbedding(): () => void {
		const timer = setInterval(() => {
			if (this.input.signal.aborted) this.embedding.stop();
			this.report();
		}, PROGRESS_INTERVAL);
		return () => clearInterval(timer);
	}

	private report(): void {
		const now = this.input.clock();
		if (now - this.reportedAt < PROGRESS_INTERVAL) return;
		this.reportedAt = now;
		this.input.onProgress(this.snapshot());
	}

	private snapshot(): RunSnapshot {
		const { problems, templates } = this;
		const byTier = templates.byTier();
		return {
			reading: this.reading,
			bytesRead: this.bytesRead,
			rows: this.chunks.rowCount,
			chunks: this.chunks.chunkCount,
			templates: templates.size,
			templatesToEmbed: this.toEmbed,
			templatesEmbedded: this.embedded,
			templatesKnown: this.embedding.known,
			rowsByTier: byTier.rows,
			templatesByTier: byTier.templates,
			stages: { ...this.stages, store: this.input.sink.busyMilliseconds ?? 0 },
			sources: [...this.sources],
			problems: problems.kept,
			problemCount: problems.count,
			extraColumns: problems.extraColumns,
			...(this.priors ? { priors: this.priors } : {})
		};
	}
}
