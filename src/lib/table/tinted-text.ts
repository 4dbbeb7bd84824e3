import type { VariablePart } from '../pipeline/canonical/align-template';

export interface TextPiece {
	piece: string;
	varies: boolean;
}

/** Cuts the beginning of a message into what is fixed and what varies; breaks show as `⏎` unless they are kept. */
export function tinted(
	text: string,
	parts: readonly VariablePart[],
	most: number,
	breaks: boolean
): TextPiece[] {
	const pieces: TextPiece[] = [];
	const add = (from: number, to: number, varies: boolean): void => {
		const raw = text.slice(from, Math.min(to, most));
		const piece = breaks ? raw : raw.replace(/\s*[\r\n]+\s*/g, ' ⏎ ');
		if (piece !== '') pieces.push({ piece, varies });
	};
	let at = 0;
	for (const { start, end } of parts) {
		if (start >= most) break;
		add(at, start, false);
		add(start, end, true);
		at = end;
	}
	if (at < most) add(at, most, false);
	return pieces;
}
