import { PENDING } from './outcome';
import { labelGiven, type Rule } from '../rules/rules';
import type { MarkState } from '../bundle/template-marks';
import type { RowOutcome } from './outcome';
import { CERTAINTIES, TIERS } from '../types';

const HUMAN = TIERS.indexOf('human');

/** What codes are made of; `RunTable` implements it. */
export interface OutcomeSource {
	/** Template of each row, and more behind the last of them. */
	template: Uint32Array;
	rowCount: number;
	outcomeOf(rule: number, template: number): RowOutcome;
	markOf(template: number): MarkState | undefined;
	statusOf(template: number): number;
}

/**
 * What the rows' rules and templates say, as small codes: looked up once for each template and rule rather than once for
 * each row. Outcome codes are template positions, then rules.
 */
export class OutcomeCodes {
	readonly labels: string[] = [];
	/** By outcome: position in `labels`, position in `TIERS`, and confidence in [0, 1]. */
	readonly label: Int32Array;
	readonly tier: Uint8Array;
	readonly confidence: Float32Array;
	/** By outcome: position in `CERTAINTIES`, beyond its end for one that still waits, and in `families`. */
	readonly certainty: Uint8Array;
	readonly families: string[] = [];
	readonly family: Uint8Array;
	/** By template. */
	readonly muted: Uint8Array;
	/** By template: first digit of the HTTP status that its text carries, 0 without one. */
	readonly status: Uint8Array;
	/** Positions up to the highest that a row has: while a run goes on, not all of them are stored yet. */
	readonly templateCount: number;
	private readonly labelsOfRules: Uint8Array;

	constructor(table: OutcomeSource, rules: readonly Rule[]) {
		const templates = maximum(table.template, table.rowCount) + 1;
		const outcomes = templates + rules.length;
		this.templateCount = templates;
		this.label = new Int32Array(outcomes);
		this.tier = new Uint8Array(outcomes);
		this.confidence = new Float32Array(outcomes);
		this.certainty = new Uint8Array(outcomes);
		this.family = new Uint8Array(outcomes);
		this.muted = Uint8Array.from({ length: templates }, (_, at) =>
			table.markOf(at) === 'muted' ? 1 : 0
		);
		this.status = Uint8Array.from({ length: templates }, (_, at) => table.statusOf(at));
		this.labelsOfRules = Uint8Array.from(rules, (rule) => (labelGiven(rule) === undefined ? 0 : 1));
		const codes = new Map<string, number>();
		const familyCodes = new Map<string, number>();
		for (let at = 0; at < outcomes; at++) {
			const { label, tier, confidence, certainty, family } =
				at < templates ? table.outcomeOf(-1, at) : table.outcomeOf(at - templates, -1);
			if (!codes.has(label)) codes.set(label, this.labels.push(label) - 1);
			this.label[at] = codes.get(label) as number;
			this.tier[at] = TIERS.indexOf(tier);
			this.confidence[at] = confidence;
			this.certainty[at] = label === PENDING ? CERTAINTIES.length : CERTAINTIES.indexOf(certainty);
			if (!familyCodes.has(family)) familyCodes.set(family, this.families.push(family) - 1);
			this.family[at] = familyCodes.get(family) as number;
		}
	}

	/** Outcome of a row. @param rule position of the rule that matched it, or -1 */
	at(rule: number, template: number): number {
		if (rule < 0 || this.labelsOfRules[rule] === 0 || this.tier[template] === HUMAN)
			return template;
		return this.templateCount + rule;
	}
}

function maximum(values: Uint32Array, length: number): number {
	let highest = -1;
	for (let i = 0; i < length; i++)
		if ((values[i] as number) > highest) highest = values[i] as number;
	return highest;
}
