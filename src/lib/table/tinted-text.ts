import type { VariablePart } from '../pipeline/canonical/align-template';
import type { Span } from '../pipeline/view/text-match';

export interface TextPiece {
	piece: string;
	varies: boolean;
	/** The search found it. */
	hit: boolean;
}

/**
 * Cuts the beginning of a message into what is fixed, what varies and what a search found; breaks show as `⏎` unless they
 * are kept.
 */
export function tinted(
	text: string,
	parts: readonly VariablePart[],
	most: number,
	breaks: boolean,
	hits: readonly Span[] = []
): TextPiece[] {
	const end = Math.min(text.length, most);
	const cuts = [...parts.flatMap((part) => [part.start, part.end]), ...hits.flat()];
	const edges = [...new Set([0, ...cuts.map((cut) => Math.min(cut, end)), end])].sort(
		(a, b) => a - b
	);
	return edges.slice(0, -1).flatMap((from, at) => {
		const raw = text.slice(from, edges[at + 1]);
		const varies = parts.some((part) => part.start <= from && from < part.end);
		const hit = hits.some(([start, stop]) => start <= from && from < stop);
		const piece = breaks ? raw : raw.replace(/\s*[\r\n]+\s*/g, ' ⏎ ');
		return piece === '' ? [] : [{ piece, varies, hit }];
	});
}
