import { PROBLEM, type LabelTree } from '../lib/pipeline/bundle/label-tree';
import {
	certaintyScores,
	isSideRight,
	type CertaintyScores
} from '../lib/pipeline/evaluate/certainty';
import {
	bootstrapInterval,
	classScores,
	expectedCalibrationError,
	isLenient,
	isStrict,
	macroF1,
	problemScores,
	share
} from '../lib/pipeline/evaluate/metrics';
import { TIERS } from '../lib/pipeline/types';
import type { EvaluatedRow } from './evaluate-rows';

/** How well rows were judged. All but the numbers of rows are shares, in [0, 1]. */
export interface EvaluationScores extends CertaintyScores {
	rows: number;
	strict: number;
	/** With what else a careful labeller accepts. */
	lenient: number;
	macroF1: number;
	problemRecall: number;
	problemPrecision: number;
	/** Expected calibration error. */
	ece: number;
	/** Share of the rows that each stage decided. */
	tiers: Record<string, number>;
	bySource: Record<string, { rows: number; strict: number; lenient: number }>;
}

/** Labels of a bundle, and those that only the labelled rows have. */
const labelsOf = (rows: readonly EvaluatedRow[], tree: LabelTree): string[] => [
	...new Set([...tree.classes, ...rows.map(({ truth }) => truth)])
];

export function evaluationScores(rows: readonly EvaluatedRow[], tree: LabelTree): EvaluationScores {
	const problems = tree.classes.filter((label) => tree.isWithin(label, PROBLEM));
	const { recall, precision } = problemScores(rows, problems);
	const sources = [...new Set(rows.map(({ source }) => source))];
	return {
		rows: rows.length,
		strict: share(rows, isStrict),
		lenient: share(rows, isLenient),
		macroF1: macroF1(rows, labelsOf(rows, tree)),
		problemRecall: recall,
		problemPrecision: precision,
		...certaintyScores(rows, tree),
		ece: expectedCalibrationError(rows),
		tiers: Object.fromEntries(TIERS.map((tier) => [tier, share(rows, (row) => row.tier === tier)])),
		bySource: Object.fromEntries(
			sources.map((source) => {
				const own = rows.filter((row) => row.source === source);
				return [
					source,
					{ rows: own.length, strict: share(own, isStrict), lenient: share(own, isLenient) }
				];
			})
		)
	};
}

/**
 * The same in lines, with 95 % bootstrap intervals.
 * @param random uniform in [0, 1)
 */
export function scoreLines(
	title: string,
	rows: readonly EvaluatedRow[],
	tree: LabelTree,
	random: () => () => number
): string {
	const s = evaluationScores(rows, tree);
	const labels = labelsOf(rows, tree);
	const interval = (statistic: (sample: readonly EvaluatedRow[]) => number): string =>
		bootstrapInterval(rows, statistic, random())
			.map((value) => value.toFixed(3))
			.join('–');
	const systems = Object.values(s.bySource);
	const mean = (pick: (system: (typeof systems)[number]) => number): string =>
		(systems.reduce((sum, system) => sum + pick(system), 0) / systems.length).toFixed(3);
	return (
		`${title} (${s.rows})\n` +
		`  strict ${s.strict.toFixed(3)} [${interval((x) => share(x, isStrict))}]  lenient ${s.lenient.toFixed(3)} [${interval((x) => share(x, isLenient))}]  macro-F1 ${s.macroF1.toFixed(3)} [${interval((x) => macroF1(x, labels))}]\n` +
		`  mean of ${systems.length} sources: strict ${mean((x) => x.strict)}  lenient ${mean((x) => x.lenient)}\n` +
		`  problem recall ${s.problemRecall.toFixed(3)}  precision ${s.problemPrecision.toFixed(3)}  ECE ${s.ece.toFixed(3)}\n` +
		`  side ${s.sideLenient.toFixed(3)} [${interval((x) => share(x, (item) => isSideRight(item, tree)))}]  ECE of the side ${s.sideEce.toFixed(3)}\n` +
		`  sure ${s.sure.toFixed(3)}  lenient of those ${s.sureLenient.toFixed(3)}  sure or likely ${s.settled.toFixed(3)}  right of those ${s.settledRight.toFixed(3)}\n` +
		`  tiers ${TIERS.map((tier) => `${tier} ${(s.tiers[tier] ?? 0).toFixed(3)}`).join('  ')}`
	);
}

/** Precision, recall and F1 of each label that occurs, a line each. */
export const labelLines = (rows: readonly EvaluatedRow[], tree: LabelTree): string[] =>
	classScores(rows, labelsOf(rows, tree)).map(
		({ label, precision, recall, f1, support }) =>
			`  ${label.padEnd(20)} P ${precision.toFixed(2)}  R ${recall.toFixed(2)}  F1 ${f1.toFixed(2)}  n ${support}`
	);

/** How each source fares, a line each. */
export const sourceLines = ({ bySource }: EvaluationScores): string[] =>
	Object.entries(bySource).map(
		([source, { rows, strict, lenient }]) =>
			`  ${source.padEnd(20)} strict ${strict.toFixed(3)}  lenient ${lenient.toFixed(3)}  n ${rows}`
	);

/** The first row of each distinct message. */
export function firstOfEachMessage(rows: readonly EvaluatedRow[]): EvaluatedRow[] {
	const first = new Map<string, EvaluatedRow>();
	for (const row of rows) if (!first.has(row.canonical)) first.set(row.canonical, row);
	return [...first.values()];
}
