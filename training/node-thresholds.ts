import { seededRandom, shuffled } from './random';
import { SETTINGS } from './settings';

/** A message of a held-out system, as far as a node of the label tree is concerned. */
export interface NodeAnswer {
	system: string;
	/** Probability of the node. */
	confidence: number;
	right: boolean;
}

const STEP = 0.01;
const LOWEST = 0.5;

/**
 * Lowest probability from which a node can be settled so that the promise holds on systems nobody has seen: dealt to groups
 * of at least 300 settled messages, the held-out systems' mean error plus one standard deviation between groups stays
 * within `maxError`, and nine in ten groups within `maxGroupError` (selective classification after Geifman & El-Yaniv,
 * 2017, with the spread between systems instead of the pooled error). 1, so never, when no threshold keeps it.
 */
export function nodeThreshold(answers: readonly NodeAnswer[], maxError: number): number {
	let lowest = 1;
	for (let step = 0; 1 - (step + 1) * STEP >= LOWEST; step++) {
		const threshold = Math.round((1 - (step + 1) * STEP) * 100) / 100;
		const settled = answers.filter(({ confidence }) => confidence >= threshold);
		if (settled.length < SETTINGS.errorGroup.messages) continue;
		if (keepsPromise(settled, maxError)) lowest = threshold;
		else if (lowest < 1) break;
	}
	return lowest;
}

function keepsPromise(settled: readonly NodeAnswer[], maxError: number): boolean {
	const { deals } = SETTINGS.errorGroup;
	let spread = 0;
	let within = 0;
	for (let deal = 0; deal < deals; deal++) {
		const errors = groupErrors(settled, seededRandom(SETTINGS.seed + deal));
		spread += meanPlusDeviation(errors) / deals;
		within +=
			errors.filter((error) => error <= SETTINGS.maxGroupError).length / errors.length / deals;
	}
	return spread <= maxError && within >= 0.9;
}

/** Error of each group of whole systems; the rest that fills no group joins the last one. */
export function groupErrors(settled: readonly NodeAnswer[], random: () => number): number[] {
	const bySystem = new Map<string, boolean[]>();
	for (const { system, right } of settled)
		bySystem.set(system, [...(bySystem.get(system) ?? []), right]);
	const groups: boolean[][] = [[]];
	for (const system of shuffled([...bySystem.keys()].sort(), random)) {
		if ((groups.at(-1) as boolean[]).length >= SETTINGS.errorGroup.messages) groups.push([]);
		(groups.at(-1) as boolean[]).push(...(bySystem.get(system) as boolean[]));
	}
	if (groups.length > 1 && (groups.at(-1) as boolean[]).length < SETTINGS.errorGroup.messages)
		(groups.at(-2) as boolean[]).push(...(groups.pop() as boolean[]));
	return groups.map((group) => group.filter((right) => !right).length / group.length);
}

function meanPlusDeviation(values: readonly number[]): number {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
	return mean + Math.sqrt(variance);
}
