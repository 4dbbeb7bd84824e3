import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { stringOf } from '../../../src/lib/pipeline/text/piece-text';
import { readText, type TextEncodingChoice } from '../../../src/workers/read/read-text';

export const UTF8: TextEncodingChoice = { encoding: 'utf-8', gzip: false };

/** Everything of an input, and what its pieces said. */
export async function read(
	input: Blob | string,
	choice = UTF8
): Promise<{ text: string; bytesRead: number[]; finals: boolean[] }> {
	let text = '';
	const bytesRead: number[] = [];
	const finals: boolean[] = [];
	for await (const piece of readText(input, choice)) {
		text += stringOf(piece.text);
		bytesRead.push(piece.bytesRead);
		finals.push(piece.final);
	}
	return { text, bytesRead, finals };
}

export const gzip = (data: string | Uint8Array): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(gzipSync(data));

/** Long comparisons of equal strings are quick; a difference is shown at its place only. */
export function expectSame(found: string, expected: string): void {
	if (found === expected) return;
	let at = 0;
	while (found[at] === expected[at]) at++;
	expect(found.slice(at, at + 40)).toBe(expected.slice(at, at + 40));
}
