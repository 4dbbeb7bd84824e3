import { SEVERITIES } from '../types';
import type { Finding, FindingKind } from './finding';
import type { Timeline } from './timeline';

/** More than these nobody reads. */
const MOST_FINDINGS = 7;
/** Of what is no problem and no silence. */
const MOST_OTHERS = 2;
/** Of rare critical messages: the others are told with the first. */
const MOST_FIRST = 2;
/** What begins within this time, or this share of the log, of a weightier finding belongs to it. */
const SAME_MOMENT = 60_000;
const SAME_SHARE = 0.005;
/** In a short log a minute is long. */
const MOST_OF_SPAN = 0.02;
/** Findings of one moment that stand by themselves, since other sources tell of it too. */
const MOST_OF_MOMENT = 2;
/** One message says it where it has this share of the rows of several. */
const SHARE_OF_ONE = 0.5;

const WARNING = SEVERITIES.indexOf('warning');

/** Weights of kinds for problems and for the rest. */
const WEIGHTS: Record<FindingKind, [problem: number, other: number]> = {
	first: [5.6, 5.6],
	began: [6, 2],
	burst: [6, 1.5],
	rose: [5.5, 1.5],
	new: [7, 2],
	gap: [5.2, 5.2],
	silent: [5, 5],
	missing: [4.5, 4.5],
	stopped: [3, 1]
};

/** The findings that matter, best first; what another one explains is told with that. */
export function ranked(found: readonly Finding[], timeline: Timeline): Finding[] {
	const close = Math.min(
		Math.max(SAME_MOMENT, SAME_SHARE * timeline.span),
		MOST_OF_SPAN * timeline.span
	);
	const sorted = withoutParts(found).sort(
		(a, b) => weightOf(b) - weightOf(a) || a.from - b.from || a.row - b.row
	);
	const kept: Finding[] = [];
	const related = new Map<Finding, Finding[]>();
	for (const finding of sorted) {
		if (kept.some((other) => isSame(finding, other))) continue;
		const cause = kept.find((other) => explains(other, finding, close));
		const moment = kept.filter(({ from }) => Math.abs(from - finding.from) <= close);
		const firsts = kept.filter(({ kind }) => kind === 'first');
		if (finding.kind === 'first' && firsts.length >= MOST_FIRST) {
			related.set(firsts[0] as Finding, [...(related.get(firsts[0] as Finding) ?? []), finding]);
			continue;
		}
		const main = cause ?? (moment.length >= MOST_OF_MOMENT ? moment[0] : undefined);
		if (main) related.set(main, [...(related.get(main) ?? []), finding]);
		else kept.push(finding);
	}
	let others = 0;
	return kept
		.filter((finding) => isWeighty(finding) || others++ < MOST_OTHERS)
		.slice(0, MOST_FINDINGS)
		.map((finding) => ({ ...finding, related: related.get(finding) ?? [] }));
}

const isWeighty = ({ problem, kind }: Finding): boolean => problem || WEIGHTS[kind][1] >= 4;

/** What critical and error weigh more, whatever the kind. */
const BY_SEVERITY = [0.5, 0.3];

function weightOf({ kind, problem, severity, evidence, count, templates }: Finding): number {
	const [ofProblem, ofOther] = WEIGHTS[kind];
	const base = problem ? ofProblem : ofOther + (severity === WARNING ? 1.5 : 0);
	const sure = evidence.logChance === undefined ? 0.5 : Math.min(1, -evidence.logChance / 200);
	const size = Math.min(1, Math.log10(1 + count) / 5);
	const single = templates.length === 1 ? 0.02 : 0;
	return base + (BY_SEVERITY[severity] ?? 0) + 0.5 * sure + 0.5 * size + single;
}

/** Of a message and several that it is among, the one that says more: several with many more rows, else the one. */
function withoutParts(found: readonly Finding[]): Finding[] {
	const groups = found.filter(({ templates }) => templates.length > 1);
	const isIn = (part: Finding, group: Finding): boolean =>
		part.templates.length < group.templates.length &&
		part.kind !== 'first' &&
		part.kind !== 'new' &&
		part.templates.every((template) => group.templates.includes(template)) &&
		part.from <= group.to &&
		group.from <= part.to;
	const hidden = new Set<Finding>();
	for (const group of groups) {
		const parts = found.filter((part) => isIn(part, group));
		if (parts.some(({ count }) => count >= SHARE_OF_ONE * group.count)) hidden.add(group);
		else for (const part of parts) hidden.add(part);
	}
	return found.filter((finding) => !hidden.has(finding));
}

/** What went on for long has a beginning and an end worth telling. */
const isEndOf = (end: Finding, other: Finding): boolean =>
	end.kind === 'stopped' && (other.kind === 'began' || other.kind === 'rose');

/** Whether two tell of the same rows: of a message, and of several that it is most of. */
function isSame(finding: Finding, other: Finding): boolean {
	const isShared = finding.templates.some((template) => other.templates.includes(template));
	if (!isShared || finding.from > other.to || other.from > finding.to) return false;
	if (isEndOf(finding, other) || isEndOf(other, finding)) return false;
	return other.count >= SHARE_OF_ONE * finding.count || other.templates.length > 1;
}

function explains(cause: Finding, finding: Finding, close: number): boolean {
	const isNear = Math.abs(cause.from - finding.from) <= close;
	const isAtEnd = cause.ended && Math.abs(cause.to - finding.from) <= close;
	if (cause.kind === 'gap' && !finding.problem) return isNear || isAtEnd;
	if (cause.kind === 'silent' && isSilence(finding))
		return isNear && (finding.kind === 'silent' ? false : isOfSource(finding, cause));
	if (!isNear) return isAtEnd && !isWeighty(finding) && isOfSource(finding, cause);
	return isOfSource(finding, cause) || !isWeighty(finding);
}

const isOfSource = (finding: Finding, other: Finding): boolean =>
	finding.source === other.source && finding.host === other.host;

const isSilence = ({ kind }: Finding): boolean =>
	kind === 'silent' || kind === 'missing' || kind === 'stopped';
