import type { FileReading, InputFormat } from '../../lib/pipeline/read/input-format';
import type { TextPiece } from '../../lib/pipeline/run/run-types';
import type { InputFile } from '../contracts/classifier';
import { mergedPieces } from './merged-pieces';
import { readText, type TextEncodingChoice } from './read-text';

type FileToRead = TextEncodingChoice & Pick<FileReading, 'leftOut'>;

/**
 * All files of an input, one after the other, or merged where its format says so; those that are left out are passed over.
 */
export async function* readFiles(
	input: readonly InputFile[] | string,
	files: readonly FileToRead[],
	{ merged = false, columns }: Pick<InputFormat, 'merged' | 'columns'> = { columns: [] }
): AsyncGenerator<TextPiece> {
	if (merged && typeof input !== 'string') {
		yield* mergedPieces(input, files as FileReading[], columns);
		return;
	}
	const inputs = typeof input === 'string' ? [input] : input.map(({ file }) => file);
	let before = 0;
	for (const [file, part] of inputs.entries()) {
		const choice: FileToRead = files[file] ?? { encoding: 'utf-8', gzip: false };
		if (choice.leftOut !== undefined) continue;
		for await (const piece of readText(part, choice))
			yield { ...piece, file, bytesRead: before + piece.bytesRead };
		before += typeof part === 'string' ? part.length : (choice.inside?.bytes ?? part.size);
	}
}
