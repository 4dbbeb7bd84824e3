import { InputError } from '../lib/pipeline/read/input-error';

/** Lines of a stream as they come. Only a line feed ends one: other line breaks may be parts of a JSON text. */
export async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8');
	let open = '';
	for await (const bytes of stream) {
		open += typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true });
		const lines = open.split('\n');
		open = lines.pop() ?? '';
		yield* lines;
	}
	open += decoder.decode();
	if (open !== '') yield open;
}

/** @throws InputError that quotes the start of what is no JSON */
export function parsedLine(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw new InputError(`This is no line of JSON: ${line.slice(0, 80)}`);
	}
}
