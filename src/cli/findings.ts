import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { findFindings } from '../lib/pipeline/findings/find';
import type { Baseline, Finding } from '../lib/pipeline/findings/finding';
import { howFound, sourceName, utcMoment, wordsOf } from '../lib/pipeline/findings/words';
import { InputError } from '../lib/pipeline/read/input-error';
import type { InputFormat } from '../lib/pipeline/read/input-format';
import { formatOf } from './read';
import { loadSieves, runFile, type RunOfFile, type Sieves } from './run-file';

const USAGE =
	'npm run -s findings -- FILE… [--zone utc|local] [--now ISO] [--baseline FILE] [--no-model]';

/** A finding as it is printed. */
interface PrintedFinding extends Pick<Finding, 'kind' | 'count'> {
	/** A sentence. */
	text: string;
	/** Canonical text of the message; null where it is about none. */
	template: string | null;
	/** Program or host that it is about; null where it is about none. */
	source: string | null;
	/** ISO 8601 in UTC. */
	from: string;
	to: string;
	factor: number | null;
	/** How it was found. */
	how: string;
}

/**
 * `findings FILE… [--zone utc|local] [--now ISO] [--baseline FILE] [--no-model]`: prints one line of JSON a file, of what
 * stands out in it, best first. `--baseline` is an earlier log of the same kind; `--no-model` leaves out the encoder and
 * judges by rules and levels.
 */
export async function findingsCommand(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			zone: { type: 'string' },
			now: { type: 'string' },
			baseline: { type: 'string' },
			'no-model': { type: 'boolean', default: false }
		}
	});
	const now = values.now === undefined ? Date.now() : Date.parse(values.now);
	const format = formatOf(values.zone);
	if (positionals.length === 0 || Number.isNaN(now) || !format) {
		console.error(USAGE);
		return 2;
	}
	const sieves = await sievesOrLevels(!values['no-model']);
	const against =
		values.baseline === undefined
			? undefined
			: await readBaseline(await fileAt(values.baseline, now), format, sieves);
	for (const path of positionals) {
		const file = await fileAt(path, now);
		const found = await fileFindings(file, format, sieves, against);
		process.stdout.write(`${JSON.stringify({ case: file.name, ...found })}\n`);
	}
	return 0;
}

/** A checkout that lacks the encoder's files still has rules and levels. */
async function sievesOrLevels(model: boolean): Promise<Sieves> {
	try {
		return await loadSieves(model);
	} catch (error) {
		console.error(`By rules and levels alone: ${(error as Error).message}`);
		return loadSieves(false);
	}
}

const fileAt = async (path: string, lastModified: number): Promise<File> =>
	new File([await readFile(path)], basename(path), { lastModified });

/** An earlier log that others are compared with. */
interface Against extends Baseline {
	name: string;
}

async function readBaseline(
	file: File,
	format: Partial<InputFormat>,
	sieves: Sieves
): Promise<Against> {
	const { table } = await runFile(file, format, sieves);
	const messages = table.templates.flatMap((entry) => (entry ? [entry.canonical] : []));
	return { name: file.name, rows: table.rowCount, messages: new Set(messages) };
}

/** What stands out in a file, best first; of one that cannot be read nothing, and why. */
export async function fileFindings(
	file: File,
	format: Partial<InputFormat>,
	sieves: Sieves,
	baseline?: Against
): Promise<{ findings: PrintedFinding[]; problems?: string[] }> {
	try {
		const run = await runFile(file, format, sieves);
		const findings = findFindings(run.table, { ...run, ...(baseline ? { baseline } : {}) });
		return { findings: findings.map((finding) => printed(finding, run, format, baseline?.name)) };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { findings: [], problems: [error.message] };
	}
}

function printed(
	finding: Finding,
	{ table, message }: RunOfFile,
	{ zone }: Partial<InputFormat>,
	baseline: string | undefined
): PrintedFinding {
	const { kind, templates, from, to, count, factor } = finding;
	return {
		kind,
		text: wordsOf(finding, {
			example: message,
			source: (one) => sourceName(one, table),
			moment: (time) => momentWords(time, zone === 'utc'),
			...(baseline === undefined ? {} : { baseline })
		}),
		template: templates.length === 0 ? null : canonicalAt(table, templates[0] as number),
		source: sourceName(finding, table) ?? null,
		from: new Date(from).toISOString(),
		to: new Date(to).toISOString(),
		count,
		factor: factor === undefined ? null : Number(factor.toPrecision(3)),
		how: howFound(finding)
	};
}

const canonicalAt = (table: RunOfFile['table'], template: number): string =>
	table.templates[template]?.canonical ?? '';

/** `2026-11-29 18:06:01`. */
function momentWords(time: number, utc: boolean): string {
	const shift = utc ? 0 : new Date(time).getTimezoneOffset() * 60_000;
	return utcMoment(time - shift);
}
