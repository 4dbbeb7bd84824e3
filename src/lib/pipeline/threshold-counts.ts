/** A template that the head labels, with its rows. */
export interface HeadAnswer {
	label: string;
	/** Calibrated probability of the label. */
	confidence: number;
	rows: number;
}

export interface ThresholdCounts {
	/** Rows that are settled without anybody looking. */
	automated: number;
	/** Rows for a language model, or for review where none is used. */
	left: number;
	/** Expected share of wrong rows among the automated ones: one minus their mean confidence, which is calibrated. */
	expectedError: number;
}

/** What thresholds would do. A label without one of its own has the common one. */
export function thresholdCounts(
	answers: readonly HeadAnswer[],
	confidence: number,
	perClass: Readonly<Record<string, number>>
): ThresholdCounts {
	let automated = 0;
	let wrong = 0;
	let rows = 0;
	for (const answer of answers) {
		rows += answer.rows;
		if (answer.confidence < (perClass[answer.label] ?? confidence)) continue;
		automated += answer.rows;
		wrong += answer.rows * (1 - answer.confidence);
	}
	return {
		automated,
		left: rows - automated,
		expectedError: automated === 0 ? 0 : wrong / automated
	};
}
