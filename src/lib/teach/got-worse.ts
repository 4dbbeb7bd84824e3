import type { RetrainReport } from '../../workers/contracts/teacher';
import { formatShare } from '../page/format';

/** Which of its own measured figures a retraining lowers, in words; empty when it lowers none. */
export function whatGotWorse({
	agreement,
	agreementBefore,
	expected,
	expectedBefore
}: Pick<RetrainReport, 'agreement' | 'agreementBefore' | 'expected' | 'expectedBefore'>): string {
	const fell = (what: string, before: number, after: number): string[] =>
		after < before ? [`${what} fell from ${formatShare(before)} to ${formatShare(after)}`] : [];
	return [
		...fell('agreement with your answers', agreementBefore, agreement),
		...fell('expected accuracy', expectedBefore, expected)
	].join(', ');
}
