import { severityOfLevel } from '../read/level-words';
import type { RowBatch } from '../read/rows';
import { formatAmount, formatCount } from '../text/format-number';
import type { InputProblem } from '../types';

/** Words that are named; the others are only counted. */
const WORDS_NAMED = 5;
const WORD_CHARS = 40;

/**
 * What is said of levels that are no known ones: their rows are not taken for harmless in silence.
 *
 * @param batch the first rows of an input
 */
export function unknownLevels(batch: RowBatch): InputProblem[] {
	const counts = new Map<string, number>();
	for (let row = batch.skip; row < batch.scanned.rows; row++) {
		const level = batch.level(row).trim();
		if (level === '' || severityOfLevel(level) !== undefined) continue;
		counts.set(level, (counts.get(level) ?? 0) + 1);
	}
	if (counts.size === 0) return [];
	const sorted = [...counts].sort(([, a], [, b]) => b - a);
	const words = sorted
		.slice(0, WORDS_NAMED)
		.map(([word, count]) => `"${word.slice(0, WORD_CHARS)}" (${formatCount(count)})`);
	const others = sorted.length - words.length;
	const more = others === 0 ? '' : ` and ${formatAmount(others, 'other')}`;
	const rows = sorted.reduce((sum, [, count]) => sum + count, 0);
	return [
		{
			kind: 'unknown-level',
			message: `Of the first rows ${formatCount(rows)} ${rows === 1 ? 'has' : 'have'} a level that is not known: ${words.join(', ')}${more}. How bad they are is judged by their messages.`
		}
	];
}
