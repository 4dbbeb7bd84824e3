import { LINE_FORMATS } from '../../lib/pipeline/read/formats';
import { guessLineFormats, sampleLines } from '../../lib/pipeline/sniff/lines';
import { textDecoder } from './text-decoder';
import { readBytes } from './read-bytes';

/** Places behind the start of a file that are looked at, the last one its end, and bytes of each. */
const PLACES = 7;
const BYTES_PER_PLACE = 2 ** 15;

/**
 * Ids of the line formats in a file, those found at its start among them, in the order of the table, and the lines that were looked at. A log may change its
 * format where a program was updated, or begin with a long preamble.
 *
 * @param found those at its start
 * @param file not packed: a packed one can only be read from its start
 */
export async function withLaterFormats(
	found: readonly string[],
	file: Blob | string,
	encoding: string
): Promise<{ lineFormats: string[]; lines: string[] }> {
	const ids = new Set(found);
	const seen: string[] = [];
	const size = typeof file === 'string' ? file.length : file.size;
	for (let place = 1; place <= PLACES; place++) {
		// A multiple of four, so that no UTF-16 or UTF-32 unit is cut.
		const start = Math.floor(((size - BYTES_PER_PLACE) * place) / PLACES / 4) * 4;
		const text = await textAt(file, Math.max(0, start), encoding);
		// The first line is torn.
		const lines = sampleLines(text.slice(text.indexOf('\n') + 1), false);
		for (const id of guessLineFormats(lines)) ids.add(id);
		seen.push(...lines);
	}
	const lineFormats = LINE_FORMATS.map(({ id }) => id).filter((id) => ids.has(id));
	return { lineFormats, lines: seen };
}

async function textAt(file: Blob | string, start: number, encoding: string): Promise<string> {
	const end = start + BYTES_PER_PLACE;
	if (typeof file === 'string') return file.slice(start, end);
	return textDecoder(encoding).decode(new Uint8Array(await readBytes(file.slice(start, end))));
}
