import type * as Comlink from 'comlink';
import type { Cascade } from '../../lib/pipeline/head/cascade';
import type { ReaderApi } from '../contracts/classifier';
import { readAhead } from '../read/read-ahead';
import { estimateInput } from './estimate-input';
import { previewInput } from './preview-input';

/**
 * A table and plain lines, each of which no format of lines claims: all patterns of heads are tried. The engine translates
 * a pattern to bytecode at its first use and to machine code at its second.
 */
const TEXTS = [
	'time,source,level,message\n2026-01-02 03:04:05,shop,info,order 17 paid\n2026-01-02 03:04:06,shop,error,connection refused\n',
	'nothing of a head\nnothing of a head again\n'
];

/**
 * Goes once the way that every input goes before its first row is classified, so that the code of the workers is compiled
 * while a file is still being chosen: it takes up to a second of the time to the first row otherwise.
 */
export async function warmUp(cascade: Cascade, reader: Comlink.Remote<ReaderApi>): Promise<void> {
	for (const text of TEXTS) {
		const preview = await previewInput(text, {});
		const { files, format, mapping } = preview;
		await estimateInput({ input: text, files, format, mapping }, cascade);
		for await (const piece of readAhead(reader, text, files, { format, mapping }))
			if (piece.final) break;
	}
}
