import { LLM_TIMEOUTS_ALLOWED } from '../constants';
import { parseAnswer } from './answer';
import type { LlmControl } from './control';
import { EngineLostError, type LlmEngine, type LlmReply, type LlmRequest } from './engine';
import type { LlmQuestion } from './queue';
import type { LlmStep } from './steps';
import { isUseful, type LlmAnswer } from './verdict';
import { sha256Hex } from '../text/sha256-stream';
import { UNCLASSIFIED } from '../types';

/** Answers of earlier runs, by `answerKey`. */
interface LlmAnswerStore {
	get(key: string): Promise<LlmAnswer | undefined>;
	put(key: string, answer: LlmAnswer): Promise<void>;
}

export interface LlmRunInput {
	/** Most important first. */
	questions: readonly LlmQuestion[];
	/** Writes the first request about a question; called only when its turn comes. */
	firstStep(question: LlmQuestion): LlmStep;
	engine: LlmEngine;
	/** Names the model exactly: part of the key of each answer. */
	model: string;
	/** Distinct messages and minutes that the user gives. */
	budget: { templates: number; minutes: number };
	store: LlmAnswerStore;
	control: LlmControl;
	/** Milliseconds, monotonic. */
	clock: () => number;
	/** Milliseconds after which a request is given up. */
	timeout: number;
	/** Called for every answer in turn; the run waits until it is stored. */
	onAnswer(question: LlmQuestion, answer: LlmAnswer, cached: boolean): Promise<void>;
}

/** How a run ended. */
export interface LlmRunOutcome {
	/** Questions with an answer, cached ones included. */
	answered: number;
	cached: number;
	/** Answers that name a label well enough to settle rows, and the rows that have such an answer. */
	useful: number;
	rows: number;
	/** Busy milliseconds of the model. */
	milliseconds: number;
	ended: 'all-answered' | 'template-budget' | 'time-budget' | 'cancelled' | 'engine-failed';
	/** What failed, for the user. */
	error?: string;
}

/** Key of an answer: the model and everything it was told. Retraining does not change it. */
const answerKey = (model: string, { system, user }: LlmRequest): string =>
	sha256Hex(JSON.stringify([model, system, user]));

/**
 * Asks a model about each question in turn, until all are answered, the budget is used up, the user cancels, or the model
 * fails for good. What is answered until then is kept in each case. Never rejects because of the model.
 */
export async function askModel(input: LlmRunInput): Promise<LlmRunOutcome> {
	return new LlmRun(input).execute();
}

/** What a model said, and whether it had said so before. */
interface Said {
	answer: LlmAnswer;
	cached: boolean;
}

/** The answers of two steps as one: it is as sure as both together. */
function joined(first: Said, second: Said): Said {
	const [a, b] = [first.answer, second.answer];
	const confidences = [a.confidence, b.confidence].filter((value) => value !== undefined);
	return {
		answer: {
			...b,
			...(confidences.length > 0 ? { confidence: confidences.reduce((x, y) => x * y) } : {}),
			tries: Math.max(a.tries, b.tries),
			milliseconds: a.milliseconds + b.milliseconds,
			promptTokens: a.promptTokens + b.promptTokens,
			completionTokens: a.completionTokens + b.completionTokens
		},
		cached: first.cached && second.cached
	};
}

/** A request that took longer than allowed. */
class TimeoutError extends Error {}

class LlmRun {
	private readonly outcome: LlmRunOutcome = {
		answered: 0,
		cached: 0,
		useful: 0,
		rows: 0,
		milliseconds: 0,
		ended: 'all-answered'
	};
	private timeouts = 0;
	private reloaded = false;

	constructor(private readonly input: LlmRunInput) {}

	async execute(): Promise<LlmRunOutcome> {
		const { questions, budget, control, clock } = this.input;
		const end = clock() + budget.minutes * 60_000;
		for (const [asked, question] of questions.entries()) {
			await control.whileNotPaused();
			if (control.cancelled) return this.end('cancelled');
			if (asked >= budget.templates) return this.end('template-budget');
			if (clock() >= end) return this.end('time-budget');
			try {
				if (!(await this.answer(question))) return this.end('cancelled');
			} catch (error) {
				return this.end('engine-failed', (error as Error).message);
			}
		}
		return this.end('all-answered');
	}

	private end(ended: LlmRunOutcome['ended'], error?: string): LlmRunOutcome {
		return { ...this.outcome, ended, ...(error === undefined ? {} : { error }) };
	}

	/** @returns false when the run was cancelled meanwhile */
	private async answer(question: LlmQuestion): Promise<boolean> {
		let said: Said | undefined;
		for (let step: LlmStep | undefined = this.input.firstStep(question); step;) {
			const reply: Said | undefined = await this.ask(step);
			if (!reply) return false;
			said = said ? joined(said, reply) : reply;
			const isOpen: boolean = step.next !== undefined && !isUseful(reply.answer);
			// What was to be asked first has no answer, so there is no label.
			if (isOpen) said = { ...said, answer: { ...said.answer, label: UNCLASSIFIED } };
			step = isOpen ? undefined : step.next?.(reply.answer.label);
		}
		const { answer, cached } = said as Said;
		this.count(question, answer, cached);
		await this.input.onAnswer(question, answer, cached);
		return true;
	}

	/** The answer to one step, kept or new; undefined when the run was cancelled meanwhile. */
	private async ask(step: LlmStep): Promise<Said | undefined> {
		const key = answerKey(this.input.model, step.request(false));
		const known = await this.input.store.get(key);
		if (known) return { answer: known, cached: true };
		const answer = await this.askTwice(step);
		if (!answer) return undefined;
		this.outcome.milliseconds += answer.milliseconds;
		// An answer that is not valid may become one with a better prompt or engine; it is not kept.
		if (answer.problem === undefined) await this.input.store.put(key, answer);
		return { answer, cached: false };
	}

	private count({ rows }: LlmQuestion, answer: LlmAnswer, cached: boolean): void {
		this.outcome.answered++;
		if (cached) this.outcome.cached++;
		if (!isUseful(answer)) return;
		this.outcome.useful++;
		this.outcome.rows += rows;
	}

	private async askTwice(step: LlmStep): Promise<LlmAnswer | undefined> {
		const spent = { tries: 0, milliseconds: 0, promptTokens: 0, completionTokens: 0 };
		let problem = '';
		while (spent.tries < 2) {
			const start = this.input.clock();
			const reply = await this.reply(step.request(spent.tries > 0));
			if (reply === 'cancelled') return undefined;
			spent.tries++;
			spent.milliseconds += this.input.clock() - start;
			if (reply === 'timeout') {
				const seconds = Math.round(this.input.timeout / 1_000);
				return { ...spent, label: UNCLASSIFIED, problem: `No answer within ${seconds} seconds.` };
			}
			spent.promptTokens += reply.promptTokens;
			spent.completionTokens += reply.completionTokens;
			const parsed = parseAnswer(reply, step.answers);
			if ('label' in parsed) return { ...parsed, ...spent };
			({ problem } = parsed);
		}
		return { ...spent, label: UNCLASSIFIED, problem };
	}

	/** One reply; asks again after a pause, and once after the model was lost and could be loaded again. */
	private async reply(request: LlmRequest): Promise<LlmReply | 'cancelled' | 'timeout'> {
		const { control } = this.input;
		for (;;) {
			await control.whileNotPaused();
			if (control.cancelled) return 'cancelled';
			const abort = control.nextRequest();
			try {
				const reply = await this.withinTime(request, abort);
				this.timeouts = 0;
				this.reloaded = false;
				return reply;
			} catch (error) {
				if (error instanceof TimeoutError) return this.giveUp();
				if (control.paused || control.cancelled) continue;
				await this.recover(error as Error);
			}
		}
	}

	/** Settles as soon as the request does, is aborted or takes too long, whatever the engine makes of its signal. */
	private async withinTime(request: LlmRequest, abort: AbortController): Promise<LlmReply> {
		const { engine, timeout } = this.input;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stopped = new Promise<never>((_resolve, reject) => {
			const aborted = (): void => reject(new Error('The request was given up.'));
			if (abort.signal.aborted) return aborted();
			abort.signal.addEventListener('abort', aborted, { once: true });
			timer = setTimeout(() => {
				reject(new TimeoutError());
				abort.abort();
			}, timeout);
		});
		try {
			return await Promise.race([engine.classify(request, abort.signal), stopped]);
		} finally {
			clearTimeout(timer);
		}
	}

	private giveUp(): 'timeout' {
		if (++this.timeouts < LLM_TIMEOUTS_ALLOWED) return 'timeout';
		throw new Error(
			`The model gave no answer ${this.timeouts} times in a row. It may be too large for this device; choose a smaller one.`
		);
	}

	/** A lost model is loaded again once; a second loss, or any other failure, ends the run. */
	private async recover(error: Error): Promise<void> {
		if (error.name !== 'EngineLostError' || this.reloaded) throw error;
		this.reloaded = true;
		const abort = this.input.control.nextRequest();
		await this.input.engine
			.load(() => undefined, abort.signal)
			.catch((cause: Error) => {
				// A worker that is gone fails in the same words.
				if (cause.message === error.message) throw error;
				if (!abort.signal.aborted)
					throw new EngineLostError(`${error.message} Loading it again failed: ${cause.message}`, {
						cause
					});
			});
	}
}
