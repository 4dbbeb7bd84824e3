import { damaged } from '../../read/bomb-guard';

/** A line of a saved run, and how many characters there were up to its end. */
interface FileLine {
	line: string;
	unpacked: number;
}

/**
 * The lines of a gzip file of UTF-8, one at a time.
 * @param kind of file, for the sentence that says that it is damaged
 * @throws InputError when it is damaged or cut off
 */
export async function* runFileLines(file: Blob, kind = 'run'): AsyncGenerator<FileLine> {
	const text = file
		.stream()
		.pipeThrough(new DecompressionStream('gzip'))
		.pipeThrough(new TextDecoderStream('utf-8', { fatal: true, ignoreBOM: true }));
	const reader = text.getReader();
	let parts: string[] = [];
	let unpacked = 0;
	for (;;) {
		const { done, value } = await reader.read().catch((error: unknown) => {
			throw damaged(kind, error, unpacked);
		});
		if (done) break;
		let from = 0;
		for (let end = value.indexOf('\n'); end !== -1; end = value.indexOf('\n', from)) {
			parts.push(value.slice(from, end));
			unpacked += end + 1 - from;
			from = end + 1;
			yield { line: parts.join(''), unpacked };
			parts = [];
		}
		parts.push(value.slice(from));
		unpacked += value.length - from;
	}
	const rest = parts.join('');
	if (rest !== '') yield { line: rest, unpacked };
}
