import { findFindings } from '../lib/pipeline/findings/find';
import type { Baseline, Finding } from '../lib/pipeline/findings/finding';
import { howFound, sourceName, utcMoment, wordsOf } from '../lib/pipeline/findings/words';
import { InputError } from '../lib/pipeline/read/input-error';
import { filePaths, inputFiles } from './input-files';
import { READING_HELP, READING_OPTIONS, readingChoice, type ReadingChoice } from './reading-choice';
import { loadSieves, runFiles, type RunOfFiles, type Sieves } from './run-files';
import { momentOf, parsed, type Command } from './usage';

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

const OPTIONS = {
	...READING_OPTIONS,
	baseline: { type: 'string' },
	'no-model': { type: 'boolean', default: false }
} as const;

/** What stands out in files. */
export const findings: Command = {
	usage: 'findings FILE… [options]',
	purpose: 'Prints what stands out in each file, best first, as one line of JSON a file.',
	help: `      --baseline FILE   an earlier log of the same kind: what is new against it
      --no-model        by rules and levels alone, without the encoder
${READING_HELP}

Example:
  findings today.log --baseline yesterday.log`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const now = momentOf(values.now);
		const choice = readingChoice(values);
		const sieves = await sievesOrLevels(!values['no-model']);
		const earlier = values.baseline === undefined ? [] : await inputFiles([values.baseline], now);
		const against = earlier[0] && (await readBaseline(earlier[0], choice, sieves));
		for (const path of await filePaths(positionals)) {
			const [file] = (await inputFiles([path], now)) as [File];
			const found = await fileFindings(file, choice, sieves, against);
			process.stdout.write(`${JSON.stringify({ case: file.name, ...found })}\n`);
		}
		return 0;
	}
};

/** A checkout that lacks the encoder's files still has rules and levels. */
async function sievesOrLevels(model: boolean): Promise<Sieves> {
	try {
		return await loadSieves({ model });
	} catch (error) {
		console.error(`By rules and levels alone: ${(error as Error).message}`);
		return loadSieves({ model: false });
	}
}

/** An earlier log that others are compared with. */
interface Against extends Baseline {
	name: string;
}

async function readBaseline(file: File, choice: ReadingChoice, sieves: Sieves): Promise<Against> {
	const { table } = await runFiles([file], choice, sieves);
	const messages = table.templates.flatMap((entry) => (entry ? [entry.canonical] : []));
	return { name: file.name, rows: table.rowCount, messages: new Set(messages) };
}

/** What stands out in a file, best first; of one that cannot be read nothing, and why. */
export async function fileFindings(
	file: File,
	choice: ReadingChoice,
	sieves: Sieves,
	baseline?: Against
): Promise<{ findings: PrintedFinding[]; problems?: string[] }> {
	try {
		const run = await runFiles([file], choice, sieves);
		const findings = findFindings(run.table, { ...run, ...(baseline ? { baseline } : {}) });
		return { findings: findings.map((finding) => printed(finding, run, choice, baseline?.name)) };
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return { findings: [], problems: [error.message] };
	}
}

function printed(
	finding: Finding,
	{ table, message }: RunOfFiles,
	{ zone }: ReadingChoice,
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

const canonicalAt = (table: RunOfFiles['table'], template: number): string =>
	table.templates[template]?.canonical ?? '';

/** `2026-11-29 18:06:01`. */
function momentWords(time: number, utc: boolean): string {
	const shift = utc ? 0 : new Date(time).getTimezoneOffset() * 60_000;
	return utcMoment(time - shift);
}
