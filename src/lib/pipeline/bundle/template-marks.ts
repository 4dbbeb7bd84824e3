import { MAX_TEMPLATE_MARKS } from '../constants';

/**
 * What a person thinks of a message: `muted` ones (heartbeats, health checks) are counted but left out of charts and
 * review, `pinned` ones come first among the most frequent.
 */
export const MARK_STATES = ['muted', 'pinned'] as const;
export type MarkState = (typeof MARK_STATES)[number];

/** A mark holds for a canonical text, so that it holds in later runs too. */
export interface TemplateMark {
	canonical: string;
	state: MarkState;
}

/** A mark as a person set it here; `plain` takes away one that the bundle brings along. */
export interface OwnMark {
	canonical: string;
	state: MarkState | 'plain';
}

/** What a message becomes when a mark is pressed that it may have already. */
export const toggledMark = (before: MarkState | undefined, pressed: MarkState): OwnMark['state'] =>
	before === pressed ? 'plain' : pressed;

/** The marks that hold: those of the bundle, with the person's own above them. */
export function marksInForce(
	bundled: readonly TemplateMark[] | undefined,
	own: readonly OwnMark[]
): Map<string, MarkState> {
	const marks = new Map((bundled ?? []).map(({ canonical, state }) => [canonical, state]));
	for (const { canonical, state } of own)
		if (state === 'plain') marks.delete(canonical);
		else marks.set(canonical, state);
	return marks;
}

/**
 * A copy of a bundle that carries the marks that hold, for a file that is given on. Throws a `RangeError` when there are
 * more than a bundle may hold.
 */
export function withMarks<B extends { templates?: TemplateMark[] | undefined }>(
	bundle: B,
	own: readonly OwnMark[]
): B {
	const { templates: bundled, ...rest } = bundle;
	const marks = marksInForce(bundled, own);
	if (marks.size > MAX_TEMPLATE_MARKS)
		throw new RangeError(
			`${marks.size} muted or pinned messages are more than the ${MAX_TEMPLATE_MARKS} that a bundle may hold. Take some marks away.`
		);
	const templates = [...marks].map(([canonical, state]) => ({ canonical, state }));
	return { ...rest, ...(templates.length > 0 ? { templates } : {}) } as B;
}
