import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RowReader } from '../src/lib/pipeline/read/row-batch';
import { sniffInput } from '../src/lib/pipeline/sniff/sniff';
import { SNIFF_BYTES } from '../src/lib/pipeline/constants';

/** The messages of a log file, plain or gzipped, as the page reads them. */
export function readMessages(path: string): string[] {
	const bytes = readFileSync(path);
	const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
	const sniffed = sniffInput(
		text.slice(0, SNIFF_BYTES),
		text.length <= SNIFF_BYTES,
		basename(path)
	);
	const batch = new RowReader(sniffed.format, sniffed.mapping).push(text, true);
	const rows = Array.from({ length: batch.scanned.rows - batch.skip }, (_, i) => i + batch.skip);
	return rows.map((row) => batch.message(row));
}
