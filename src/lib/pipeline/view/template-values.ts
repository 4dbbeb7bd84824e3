import { TOP_VALUES } from '../constants';
import { variableParts } from '../canonical/align-template';

/** What stands at one variable part of a template. */
interface PartValues {
	/** Canonical words before it, to tell where it is. */
	before: string;
	/** Most frequent first. */
	values: [value: string, rows: number][];
	/** Distinct values in the sample. */
	distinct: number;
}

/** Values of a template's variable parts, from a sample of its rows. */
export interface TemplateValues {
	parts: PartValues[];
	/** Rows that were read, and how many there are. */
	sampled: number;
	rows: number;
}

/**
 * Counts what stands at each variable part of some messages of one template.
 *
 * @param rows rows that the messages were taken from
 */
export function templateValues(
	canonical: string,
	messages: readonly string[],
	rows: number
): TemplateValues {
	const counts = new Map<number, Map<string, number>>();
	const before = new Map<number, string>();
	for (const message of messages)
		for (const { slot, start, end } of variableParts(message, canonical)) {
			if (slot < 0) continue;
			if (!before.has(slot)) before.set(slot, wordsBefore(message, start));
			const values = counts.get(slot) ?? new Map<string, number>();
			counts.set(slot, values);
			const value = message.slice(start, end);
			values.set(value, (values.get(value) ?? 0) + 1);
		}
	const parts = [...counts]
		.sort(([a], [b]) => a - b)
		.map(([slot, values]) => ({
			before: before.get(slot) ?? '',
			values: [...values].sort((a, b) => b[1] - a[1]).slice(0, TOP_VALUES),
			distinct: values.size
		}));
	return { parts, sampled: messages.length, rows };
}

/** The last two words, as a name for the place. */
const wordsBefore = (message: string, at: number): string =>
	/(?:\S+\s*){0,2}$/.exec(message.slice(Math.max(0, at - 60), at))?.[0].trim() ?? '';
