import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('fixtures/formats/', import.meta.url);
const EXPECTED = '.expected.json';

/** One row of a sample as it has to be read. */
export interface SampleRow {
	/** ISO 8601 in UTC, or '' for none. */
	time: string;
	level: string;
	severity: string;
	/** '' where the file's name stands in. */
	source: string;
	message: string;
}

/** A log file of some format, with what is to be found in it. */
export interface FormatSample {
	file: string;
	text: string;
	kind: 'csv' | 'lines' | 'json';
	formats?: string[];
	rows: SampleRow[];
}

/** All samples of `tests/fixtures/formats`. */
export const FORMAT_SAMPLES: FormatSample[] = readdirSync(FOLDER)
	.filter((name) => name.endsWith(EXPECTED))
	.map((name) => {
		const file = name.slice(0, -EXPECTED.length);
		const expected = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Omit<
			FormatSample,
			'file' | 'text'
		>;
		return { file, text: readFileSync(new URL(file, FOLDER), 'utf8'), ...expected };
	});
