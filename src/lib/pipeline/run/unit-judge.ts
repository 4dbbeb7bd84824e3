import type { TemplateTable } from '../columnar/template-table';
import { decidedByHand, type Decisions } from '../head/by-hand';
import { EMPTY_RESULT, type Cascade, type RunUnit, type Score } from '../head/cascade';
import type { RunPriors } from '../head/run-priors';
import { unitKey, type Classification, type TemplateEntry } from '../types';
import type { ResumePoint, RunSink } from './run-types';

/** Entries that are written at a time when a whole run is judged again. */
const ENTRIES_PER_WRITE = 2_000;

interface UnitJudgeOptions {
	cascade: Cascade;
	templates: TemplateTable;
	sink: RunSink;
	resume?: ResumePoint | undefined;
	decisions?: Decisions | undefined;
}

/**
 * Judges the distinct messages of a run: each as soon as its text is embedded, by what is usual, so that rows show a
 * category early; and all of them again at the end, by what the run's own messages say of each other. What stands at the
 * end depends on which messages the run has, and not on their order or on how the file was read. What a person said of a
 * message stands from the start.
 */
export class UnitJudge {
	private readonly scores = new Map<string, Score>();
	/** Templates that wait for the embedding of a text: one text may have rows of several levels. */
	private readonly waiting = new Map<string, number[]>();

	constructor(private readonly options: UnitJudgeOptions) {}

	/** Settles a template where no embedding is needed; else gives the text to embed, the first time that it is wanted. */
	request(template: number): string | undefined {
		const { templates, resume } = this.options;
		const { canonical, level } = templates.unitOf(template);
		const stored = resume?.results.get(unitKey(canonical, level));
		if (stored && !this.isUnscored(canonical, stored)) {
			templates.settle(template, stored);
			const { probabilities, embedding, similarity } = stored;
			if (probabilities && embedding)
				this.scores.set(canonical, {
					probabilities,
					embedding,
					...(similarity === undefined ? {} : { similarity })
				});
			return undefined;
		}
		if (canonical === '') {
			this.save([templates.settle(template, { ...EMPTY_RESULT })]);
			return undefined;
		}
		if (this.scores.has(canonical)) {
			this.save([this.settle(template)]);
			return undefined;
		}
		const others = this.waiting.get(canonical);
		this.waiting.set(canonical, [...(others ?? []), template]);
		return others ? undefined : canonical;
	}

	/** @param embeddings row-major `texts.length × dimensions`, unit length */
	take(texts: readonly string[], embeddings: Float32Array): void {
		const dimensions = embeddings.length / texts.length;
		const settled = texts.flatMap((text, i) => {
			const embedding = embeddings.subarray(i * dimensions, (i + 1) * dimensions);
			this.scores.set(text, this.options.cascade.score(text, embedding));
			const waiting = this.waiting.get(text) ?? [];
			this.waiting.delete(text);
			return waiting.map((template) => this.settle(template));
		});
		this.save(settled);
	}

	/**
	 * Judges every message again by what all of them say, and writes what that changes. What a person or a language model
	 * decided stands.
	 */
	settleByRun(): RunPriors | undefined {
		const { cascade, templates } = this.options;
		const units = templates.open().flatMap((entry): (RunUnit & { entry: TemplateEntry })[] => {
			const { canonical, level = 'none' } = entry;
			const score = this.scores.get(canonical);
			return score ? [{ entry, canonical, level, score }] : [];
		});
		const { results, priors } = cascade.judgeRun(units);
		const changed = units.flatMap(({ entry }, at) => {
			const judged = withLlm(results[at] as Classification, entry.result);
			const result = this.decided(entry.canonical, judged);
			return this.isStanding(entry) || isAsBefore(result, entry.result)
				? []
				: [templates.settle(entry.index, result)];
		});
		for (let at = 0; at < changed.length; at += ENTRIES_PER_WRITE)
			this.save(changed.slice(at, at + ENTRIES_PER_WRITE));
		return priors;
	}

	/** By what is usual. */
	private settle(template: number): TemplateEntry {
		const { templates, cascade } = this.options;
		const { canonical, level } = templates.unitOf(template);
		const judged = cascade.judge(this.scores.get(canonical) as Score, level);
		return templates.settle(template, this.decided(canonical, judged));
	}

	/** What people said of messages that only rules know, or that were not reached; for the end of a run. */
	decideRest(): void {
		const { templates, decisions, cascade } = this.options;
		if (!decisions || decisions.size === 0) return;
		this.save(
			templates.unsettled().flatMap(({ index, canonical }) => {
				const label = decisions.get(canonical);
				return label === undefined
					? []
					: [templates.settle(index, decidedByHand(label, cascade.tree))];
			})
		);
	}

	/** Decided by hand before its text was embedded: what the run's messages say of each other needs it all the same. */
	private isUnscored(canonical: string, { label, probabilities, tier }: Classification): boolean {
		if (tier !== 'human' || probabilities || canonical === '') return false;
		return label === this.options.decisions?.get(canonical);
	}

	private decided(canonical: string, judged: Classification): Classification {
		const label = this.options.decisions?.get(canonical);
		return label === undefined ? judged : decidedByHand(label, this.options.cascade.tree, judged);
	}

	/** What a language model decided, and a person otherwise than when the run began. */
	private isStanding({ canonical, result }: TemplateEntry): boolean {
		if (result?.tier !== 'human') return result?.tier === 'llm';
		return result.label !== this.options.decisions?.get(canonical);
	}

	/** Copies go to the store; what stays keeps only what later rows need, since the scores have the embedding. */
	private save(entries: readonly TemplateEntry[]): void {
		if (entries.length === 0) return;
		this.options.sink.saveTemplates(
			entries.map((entry) => ({
				...entry,
				...(entry.result ? { result: { ...entry.result } } : {})
			}))
		);
		for (const { index } of entries) this.options.templates.release(index);
	}
}

/** What a language model said is kept beside another result of the head. */
const withLlm = (after: Classification, before: Classification | undefined): Classification =>
	before?.llm ? { ...after, llm: before.llm } : after;

const isSame = (
	after: Classification | Classification['before'],
	before: Classification | Classification['before']
): boolean =>
	after?.label === before?.label &&
	after?.certainty === before?.certainty &&
	after?.confidence === before?.confidence &&
	after?.familyConfidence === before?.familyConfidence;

/** With or without what a person said. */
const isAsBefore = (after: Classification, before: Classification | undefined): boolean =>
	isSame(after, before) && isSame(after.before, before?.before);
