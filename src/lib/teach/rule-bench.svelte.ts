import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import type { RuleReport } from '../pipeline/rules/rule-analysis';
import type { Rule } from '../pipeline/rules/rules';
import { LongTask } from './long-task.svelte';

/** Milliseconds after which a trial that does not answer is ended with its worker. */
const WATCHDOG = 12_000;
/** Milliseconds without typing before the rules are tried. */
const PAUSE = 400;

/** Tries rules on a run in a worker that is ended when a pattern hangs it. */
export class RuleBench {
	runs = $state.raw<{ id: string; name: string; rows: number }[]>();
	runId = $state<string>();
	report = $state.raw<RuleReport>();
	/** Why the rules of the newest trial cannot be used. */
	problem = $state<string>();
	readonly task: LongTask;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#wanted: Rule[] | undefined;

	constructor(private readonly engine: Engine) {
		this.task = new LongTask(engine);
	}

	async load(wanted: string | undefined): Promise<void> {
		try {
			this.runs = await (await this.engine.teacher()).endedRuns();
			this.runId = (this.runs.find(({ id }) => id === wanted) ?? this.runs[0])?.id;
		} catch (error) {
			this.problem = errorText(error);
		}
	}

	/** Tries rules once typing has paused; a trial that goes on is followed by one of the newest rules. */
	later(rules: Rule[]): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.attempt(rules), PAUSE);
	}

	/** Tries rules now. Resolves with whether they can be used. */
	async attempt(rules: Rule[]): Promise<boolean> {
		this.#wanted = rules;
		if (this.task.running) return false;
		const { runId } = this;
		const report = await this.task.run((trainer) => trainer.tryRules(rules, runId), {
			embedding: false,
			limit: WATCHDOG,
			limitText: `The rules needed more than ${WATCHDOG / 1_000} s and were stopped. A pattern backtracks too much: avoid a repetition inside another.`
		});
		if (this.#wanted !== rules) return this.attempt(this.#wanted);
		this.problem = this.task.error;
		if (report) this.report = report;
		return report !== undefined;
	}

	async draft(runId: string, template: number): Promise<Rule | undefined> {
		try {
			const id = `own-${Date.now().toString(36)}`;
			return await (await this.engine.teacher()).draftRule(runId, template, id);
		} catch (error) {
			this.problem = errorText(error);
			return undefined;
		}
	}
}
