import { LLM_EXAMPLES, LLM_TIMEOUT } from '../../lib/pipeline/constants';
import type { LabelTree } from '../../lib/pipeline/bundle/label-tree';
import { Cascade } from '../../lib/pipeline/head/cascade';
import { LlmControl } from '../../lib/pipeline/llm/control';
import { LlmPrompts, type LlmExample } from '../../lib/pipeline/llm/prompt';
import { llmQuestions, type LlmQuestion } from '../../lib/pipeline/llm/queue';
import { firstStep, type LlmStep } from '../../lib/pipeline/llm/steps';
import { askModel, type LlmRunOutcome } from '../../lib/pipeline/llm/ask-model';
import { withAnswer, withoutAnswer, type LlmAnswer } from '../../lib/pipeline/llm/verdict';
import * as db from '../../lib/store/db';
import { saveLlmAnswer, saveLlmLogEntry, savedLlmAnswer } from '../../lib/store/llm-store';
import type { LlmLogEntry, RunRecord } from '../../lib/store/schema';
import { loadBundleOfVersion, loadChosenBundle, type Knowledge } from '../bundle/bundle-loader';
import type { SiteUrls } from '../contracts/classifier';
import { StoredRun } from '../run/stored-run';
import type { LlmAskerApi, LlmEvent, LlmJob, LlmPlan } from '../contracts/llm';
import { RemoteLlmEngine } from './remote-llm-engine';

/** Reads a stored run, asks a model and writes the answers: the third sieve behind `LlmAskerApi`. */
export class LlmAsker implements LlmAskerApi {
	private base = '';
	private port: MessagePort | undefined;
	private engine: RemoteLlmEngine | undefined;
	private control = new LlmControl();

	async init({ base }: SiteUrls): Promise<void> {
		this.base = base;
	}

	connectEngine(port: MessagePort): void {
		this.port?.close();
		this.port = port;
	}

	engineFailed(reason: string): void {
		this.engine?.lost(reason);
	}

	async plan(runId: string, model: string): Promise<LlmPlan> {
		const questions = llmQuestions((await StoredRun.open(runId)).table, model);
		return {
			rows: questions.map(({ rows }) => rows),
			routedRows: questions.reduce(
				(sum, { rule, rows }) => sum + (rule === undefined ? 0 : rows),
				0
			)
		};
	}

	async ask(job: LlmJob, onAnswer: (event: LlmEvent) => void): Promise<LlmRunOutcome> {
		if (!this.port) throw new Error('No engine was started.');
		const stored = await StoredRun.open(job.runId);
		const asked = new AskedRun(stored, await this.knowledge(stored.run), job, onAnswer);
		this.control = new LlmControl();
		this.engine = new RemoteLlmEngine(this.port, { base: this.base, ...choiceOf(job) });
		const outcome = await askModel({
			questions: llmQuestions(stored.table, job.model),
			firstStep: (question) => asked.firstStep(question),
			engine: this.engine,
			model: job.model,
			budget: job.budget,
			store: { get: savedLlmAnswer, put: saveLlmAnswer },
			control: this.control,
			clock: () => performance.now(),
			timeout: LLM_TIMEOUT,
			onAnswer: (question, answer, cached) => asked.take(question, answer, cached)
		});
		await addTime(job.runId, outcome.milliseconds);
		return outcome;
	}

	pause(): void {
		this.control.pause();
	}

	resume(): void {
		this.control.resume();
	}

	cancel(): void {
		this.control.cancel();
	}

	/** The bundle of the run, since its labels are the ones that the run has; else the one in use now. */
	private async knowledge({ bundleVersion }: RunRecord): Promise<Knowledge> {
		return (
			(await loadBundleOfVersion(this.base, bundleVersion)) ?? (await loadChosenBundle(this.base))
		);
	}
}

/** Questions and answers of one run with one bundle. */
class AskedRun {
	private readonly prompts: LlmPrompts;
	private readonly tree: LabelTree;
	private readonly nearest = new Map<number, LlmExample[]>();

	constructor(
		private readonly stored: StoredRun,
		private readonly knowledge: Knowledge,
		private readonly job: LlmJob,
		private readonly onAnswer: (event: LlmEvent) => void
	) {
		const { labels } = knowledge.bundle;
		this.prompts = new LlmPrompts(labels, job.withReason);
		({ tree: this.tree } = new Cascade(knowledge.bundle));
	}

	firstStep(question: LlmQuestion): LlmStep {
		const { canonical: message, source, rule, result } = question;
		const subject = { message, source, nearest: this.examplesFor(question) };
		return firstStep(this.prompts, this.tree, subject, withoutAnswer(result), rule !== undefined);
	}

	async take(question: LlmQuestion, answer: LlmAnswer, cached: boolean): Promise<void> {
		const { runId, settles } = this.job;
		const { template, canonical, rows } = question;
		// Read again: a person may have decided meanwhile, and that stays.
		const before = (await db.savedTemplate(runId, template))?.result;
		if (!before) return;
		const after = withAnswer(before, answer, this.job, settles, (label) =>
			this.stored.table.tree.family(label)
		);
		const settled = after.tier === 'llm';
		if (after !== before) await db.relabelTemplates(runId, new Map([[template, after]]));
		await saveLlmLogEntry(this.logEntry(question, answer, { cached, settled }));
		const [example] = this.examplesFor(question);
		this.nearest.delete(template);
		void this.onAnswer({
			template,
			canonical,
			rows,
			headLabel: withoutAnswer(before).label,
			...(example ? { nearestLabel: example.label } : {}),
			answer,
			cached,
			settled
		});
	}

	private examplesFor({ template }: LlmQuestion): LlmExample[] {
		const known = this.nearest.get(template);
		if (known) return known;
		const embedding = this.stored.table.templates[template]?.result?.embedding;
		const examples = this.knowledge.examples;
		const found = embedding && examples ? examples.nearest(embedding, LLM_EXAMPLES) : [];
		this.nearest.set(template, found);
		return found;
	}

	private logEntry(
		{ template, rule, canonical }: LlmQuestion,
		answer: LlmAnswer,
		how: Pick<LlmLogEntry, 'cached' | 'settled'>
	): LlmLogEntry {
		const { runId, engine, model, logText } = this.job;
		const sentBy =
			rule === undefined
				? { threshold: this.thresholdOf(template) }
				: { rule: this.stored.run.rules[rule]?.id ?? String(rule) };
		const text = logText ? { text: canonical } : {};
		const entry = { runId, at: Date.now(), template, engine, model, ...answer, ...how, ...sentBy };
		// The model's own words may repeat the message.
		if (!logText) {
			delete entry.reason;
			if (entry.problem) entry.problem = withoutQuotation(entry.problem);
		}
		return { ...entry, ...text };
	}

	/** The confidence that would have been enough for the head's label. */
	private thresholdOf(template: number): number {
		const { perClass, confidence } = this.knowledge.bundle.thresholds;
		const result = this.stored.table.templates[template]?.result;
		return perClass?.[result ? withoutAnswer(result).label : ''] ?? confidence;
	}
}

/** A problem without the answer that it quotes. */
const withoutQuotation = (problem: string): string => problem.replace(/: ".*$/s, '.');

const choiceOf = ({ model, host }: LlmJob): { model: string; host?: string } => ({
	model,
	...(host === undefined ? {} : { host })
});

async function addTime(runId: string, milliseconds: number): Promise<void> {
	const run = await db.savedRun(runId);
	if (!run || milliseconds === 0) return;
	const llm = (run.stages['llm'] ?? 0) + milliseconds;
	await db.updateRun(runId, { stages: { ...run.stages, llm } });
}
