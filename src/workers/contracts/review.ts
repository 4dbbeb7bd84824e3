/** What the review queue asks, as the worker behind the teaching screens hands it over. */
import type { LabelProbability, LlmView, Tier } from '../../lib/pipeline/types';

/** One question of the review queue: a distinct message and what is thought of it. */
export interface ReviewCard {
	template: number;
	canonical: string;
	/** The message of its first row. */
	message: string;
	source: string;
	/** Rows that an answer decides. */
	rows: number;
	/** The best guess, with its probability and who made it. */
	label: string;
	confidence: number;
	tier: Tier;
	top: LabelProbability[];
	nearest: { text: string; label: string; similarity: number }[];
	/** Why nobody was sure. */
	reason?: string;
	/** What a language model said, where one was asked. */
	llm?: LlmView;
}

/** One row of a message in question. */
export interface ReviewSample {
	/** Its index in the run. */
	row: number;
	message: string;
	source: string;
}

/** Decisions that were made at once and can be taken back at once. */
export interface ReviewStep {
	templates: number[];
	/** What was asked, to ask it again; of many only the first. */
	cards: ReviewCard[];
}

export interface ReviewQueue {
	run: { id: string; name: string; rows: number };
	labels: { name: string; definition: string }[];
	/** Best question first; at most 200. */
	cards: ReviewCard[];
	templatesLeft: number;
	rowsLeft: number;
	/** Decisions made on this run. */
	decided: number;
	/** The newest of them, oldest first: they can be taken back in a later visit too. */
	steps: ReviewStep[];
	/** Messages of this run that were decided in another run. */
	decidedElsewhere: number;
}
