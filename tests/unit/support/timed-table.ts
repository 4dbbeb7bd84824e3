import { RunTable } from '../../../src/lib/pipeline/columnar/run-table';
import { severityOf } from '../../../src/lib/pipeline/canonical/severity';
import { SEVERITY_CODE } from '../../../src/lib/pipeline/read/levels';

/** A row by what matters for findings; its message is its canonical text. */
export interface TimedRow {
	time: number;
	message: string;
	source?: string;
}

/** A run that has ended, whose messages have a severity by their words and no category. */
export function timedTable(rows: readonly TimedRow[]): RunTable {
	const table = new RunTable([]);
	const messages = [...new Set(rows.map(({ message }) => message))];
	const sources = [...new Set(rows.map(({ source = 'app' }) => source))];
	table.addChunk({
		index: 0,
		firstRow: 0,
		rowCount: rows.length,
		ends: new Uint32Array(rows.length),
		template: Uint32Array.from(rows, ({ message }) => messages.indexOf(message)),
		rule: new Int16Array(rows.length).fill(-1),
		source: Uint32Array.from(rows, ({ source = 'app' }) => sources.indexOf(source)),
		time: Float64Array.from(rows, ({ time }) => time),
		severity: Uint8Array.from(rows, ({ message }) => SEVERITY_CODE[severityOf(message)])
	});
	messages.forEach((canonical, index) => table.addTemplate({ index, canonical }));
	table.sources = sources;
	table.running = false;
	return table;
}
