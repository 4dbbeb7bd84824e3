import { parseArgs } from 'node:util';

/** What to measure. */
export interface BenchOptions {
	/** Rows of the generated file. */
	rows: number;
	/** Distinct canonical texts of the generated file. */
	templates: number;
	/** A real file instead of a generated one. */
	file: string | undefined;
	/** Cold runs, warm runs and runs of the parser's baseline, each. */
	runs: number;
	/** Broken-off runs to go on with, instead of measuring; 0 for none. */
	kill: number;
	/** Measure how time grows, up to so many rows and distinct messages, instead of one file; 0 for not. */
	growthRows: number;
	growthTemplates: number;
	/** Measure how long filters take on the file, instead of how long it takes to classify. */
	filters: boolean;
	/** Where to write the plot of the growth. */
	svg: string | undefined;
	/** Where to write the figures. */
	json: string | undefined;
	/** What else was going on, kept with the figures. */
	note: string | undefined;
}

const USAGE =
	'Usage: npm run bench -- [--rows N] [--templates N] [--file PATH] [--runs R] [--json OUT] [--note TEXT] [--kill COUNT] [--filters] [--growth-rows N --growth-templates N] [--svg OUT]';

/** @throws Error with the usage when an option is unknown or not a positive whole number */
export function parseOptions(args: string[]): BenchOptions {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: '200000' },
			templates: { type: 'string', default: '500' },
			file: { type: 'string' },
			runs: { type: 'string', default: '3' },
			json: { type: 'string' },
			note: { type: 'string' },
			kill: { type: 'string' },
			filters: { type: 'boolean', default: false },
			'growth-rows': { type: 'string' },
			'growth-templates': { type: 'string' },
			svg: { type: 'string' }
		}
	});
	const rows = positive('rows', values.rows);
	const templates = positive('templates', values.templates);
	if (templates > rows)
		throw new Error(`--templates ${templates} is more than --rows ${rows}. ${USAGE}`);
	return {
		rows,
		templates,
		file: values.file,
		runs: positive('runs', values.runs),
		json: values.json,
		note: values.note,
		kill: optional('kill', values.kill),
		filters: values.filters,
		growthRows: optional('growth-rows', values['growth-rows']),
		growthTemplates: optional('growth-templates', values['growth-templates']),
		svg: values.svg
	};
}

const optional = (name: string, text: string | undefined): number =>
	text === undefined ? 0 : positive(name, text);

function positive(name: string, text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number > 0) return number;
	throw new Error(`--${name} must be a positive whole number, got "${text}". ${USAGE}`);
}
