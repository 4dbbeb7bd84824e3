import { canonicalise } from '../../lib/pipeline/canonical/canonical';
import { severityOfLevel } from '../../lib/pipeline/read/level-words';
import type { RowBatch } from '../../lib/pipeline/read/rows';
import { sliceText, stringOf } from '../../lib/pipeline/text/piece-text';
import { levelClassOf, type LevelClass } from '../../lib/pipeline/types';

/** A row that is read and not judged yet. */
export interface OpenRow {
	raw: string;
	message: string;
	source: string;
	time: number;
	canonical: string;
	level: LevelClass;
	/** As the row names it. */
	givenLevel: string;
}

/** The rows of a batch, in their order. */
export function openRows(batch: RowBatch): OpenRow[] {
	const { text, rows, starts, ends } = batch.scanned;
	const open: OpenRow[] = [];
	for (let row = batch.skip; row < rows; row++) {
		const message = batch.message(row);
		const givenLevel = batch.level(row);
		open.push({
			raw: stringOf(sliceText(text, starts[row] as number, ends[row] as number)),
			message,
			source: batch.source(row),
			time: batch.time(row),
			canonical: canonicalise(message),
			level: levelClassOf(severityOfLevel(givenLevel)),
			givenLevel
		});
	}
	return open;
}
