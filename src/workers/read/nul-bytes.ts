import type { PieceText } from '../../lib/pipeline/text/piece-text';

/**
 * A text without NUL characters: a log that was cut while its writer had it open, or that a crash left half written, has
 * long runs of them. They mean nothing.
 */
export function withoutNuls<Text extends PieceText>(text: Text): { text: Text; nulBytes?: number } {
	if (typeof text === 'string') {
		if (!text.includes('\0')) return { text };
		const clean = text.replaceAll('\0', '');
		return { text: clean as Text, nulBytes: text.length - clean.length };
	}
	if (text.indexOf(0) === -1) return { text };
	const clean = text.filter((byte) => byte !== 0);
	return { text: clean as Text, nulBytes: text.length - clean.length };
}
