/** What the first two sieves say of a distinct message that a threshold or a language model may decide about. */
export interface HeadAnswer {
	/** Absent: the message is unlike anything known, so that no threshold settles it. */
	label?: string;
	/** Calibrated probability of the label. */
	confidence: number;
	/** Its rows that no label rule settles. */
	rows: number;
	/** A rule sends it to a language model, however sure the head is. */
	routed: boolean;
}

export interface Thresholds {
	confidence: number;
	/** Of labels that have one of their own. */
	perClass: Readonly<Record<string, number>>;
}

/** Rows, and the distinct messages that they are. */
export interface Amount {
	rows: number;
	messages: number;
}

export interface LabelCounts {
	settled: number;
	rows: number;
	expectedError: number;
}

/** Every message is in one of the three amounts. */
export interface ThresholdCounts {
	/** What the head settles without anybody looking. */
	automated: Amount;
	/** What a language model would be asked about: uncertain or routed, most rows first, within the budget. */
	toLlm: Amount;
	/** What is uncertain and stays for a person; what a language model does not settle comes to it. */
	toReview: Amount;
	/** Expected share of wrong rows among the automated ones: one minus their mean confidence, which is calibrated. */
	expectedError: number;
	/** By the label that the head gives. */
	byLabel: Map<string, LabelCounts>;
}

/**
 * What thresholds would do.
 *
 * @param llmMessages distinct messages that a language model may be asked about; 0: none is used
 */
export function thresholdCounts(
	answers: readonly HeadAnswer[],
	thresholds: Thresholds,
	llmMessages: number
): ThresholdCounts {
	const isSure = ({ label, confidence }: HeadAnswer): boolean =>
		label !== undefined && confidence >= (thresholds.perClass[label] ?? thresholds.confidence);
	const asked = new Set(
		answers
			.filter((answer) => answer.routed || !isSure(answer))
			.sort((a, b) => b.rows - a.rows)
			.slice(0, llmMessages)
	);
	const others = answers.filter((answer) => !asked.has(answer));
	const automated = others.filter(isSure);
	return {
		automated: amountOf(automated),
		toLlm: amountOf([...asked]),
		toReview: amountOf(others.filter((answer) => !isSure(answer))),
		expectedError: expectedError(automated),
		byLabel: countsByLabel(answers, new Set(automated))
	};
}

const amountOf = (answers: readonly HeadAnswer[]): Amount => ({
	rows: rowsOf(answers),
	messages: answers.length
});

const rowsOf = (answers: readonly HeadAnswer[]): number =>
	answers.reduce((sum, { rows }) => sum + rows, 0);

function expectedError(settled: readonly HeadAnswer[]): number {
	const wrong = settled.reduce((sum, { rows, confidence }) => sum + rows * (1 - confidence), 0);
	return wrong === 0 ? 0 : wrong / rowsOf(settled);
}

function countsByLabel(
	answers: readonly HeadAnswer[],
	automated: ReadonlySet<HeadAnswer>
): Map<string, LabelCounts> {
	const groups = new Map<string, HeadAnswer[]>();
	for (const answer of answers)
		if (answer.label !== undefined)
			groups.set(answer.label, [...(groups.get(answer.label) ?? []), answer]);
	return new Map(
		[...groups].map(([label, group]) => {
			const settled = group.filter((answer) => automated.has(answer));
			const counts = { settled: rowsOf(settled), rows: rowsOf(group) };
			return [label, { ...counts, expectedError: expectedError(settled) }];
		})
	);
}
