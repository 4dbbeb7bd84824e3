import type { Agreement } from '../../workers/contracts/teacher';
import { formatAmount, formatCount } from '../page/format';

/**
 * What a retraining worsens, in words; empty where it does not, or not by more than chance brings about: by more than one
 * standard error of the paired difference of two heads that are equally good (McNemar, Note on the sampling error of the
 * difference between correlated proportions or percentages, 1947).
 */
export function whatGotWorse({ answers, before, after, lost, gained }: Agreement): string {
	if (lost - gained <= Math.sqrt(lost + gained)) return '';
	return `of ${formatAmount(answers, 'answer')} that neither model had learned from, the new one gets ${formatCount(after)} right and the one before ${formatCount(before)}`;
}
