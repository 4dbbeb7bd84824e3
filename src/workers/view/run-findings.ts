import { findFindings } from '../../lib/pipeline/findings/find';
import type { Baseline, Finding } from '../../lib/pipeline/findings/finding';
import { HostColumn, type Hosts } from '../../lib/pipeline/findings/hosts';
import { howFound, sourceName, utcMoment, wordsOf } from '../../lib/pipeline/findings/words';
import { rawRow } from '../../lib/pipeline/read/row-cells';
import { atClock, type Clock } from '../../lib/pipeline/view/log-clock';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { RunFinding } from '../contracts/viewer';
import { StoredRun } from '../run/stored-run';

/** Hosts are not stored: of a longer run, reading all its text for them would take too long. */
const MOST_ROWS_WITH_HOSTS = 200_000;
/** Messages that a filter, and with it an address, names. */
const MOST_MESSAGES = 20;

/** What stands out in a stored run, best first, to be put into words by any clock. */
export interface RunFindings {
	inWords(clock: Clock): RunFinding[];
}

/**
 * Works out what stands out in a stored run.
 * @param earlier id of the run to compare with; throws in plain words when it is gone
 */
export async function findingsOf(stored: StoredRun, earlier?: string): Promise<RunFindings> {
	const { table } = stored;
	const hosts = await hostsOf(stored);
	const baseline = earlier === undefined ? undefined : await baselineOf(earlier);
	const findings = findFindings(table, {
		...(hosts ? { hosts } : {}),
		...(baseline ? { baseline } : {})
	});
	const rows = findings.flatMap(({ row, related }) => [row, ...related.map((other) => other.row)]);
	const examples = new Map<number, string>();
	for (const row of rows) if (!examples.has(row)) examples.set(row, await stored.message(row));
	const inWords = (finding: Finding, clock: Clock): RunFinding => ({
		kind: finding.kind,
		text: wordsOf(finding, {
			example: (row) => examples.get(row) ?? '',
			source: (one) => sourceName(one, table),
			moment: (time) => utcMoment(atClock(time, clock)),
			...(baseline ? { baseline: baseline.name } : {})
		}),
		how: howFound(finding),
		problem: finding.problem,
		spark: finding.spark,
		filter: filterOf(finding, table.sources)
	});
	return { inWords: (clock) => findings.map((finding) => inWords(finding, clock)) };
}

/** What an earlier run had, as the command line's `--baseline` has it of a file. */
async function baselineOf(runId: string): Promise<Baseline & { name: string }> {
	const { run, table } = await StoredRun.openEnded(runId);
	const messages = table.templates.flatMap((entry) => (entry ? [entry.canonical] : []));
	return { name: run.name, rows: table.rowCount, messages: new Set(messages) };
}

/** Which rows show it. Of a silence, those around it as well: there is nothing in it. */
function filterOf(
	{ kind, templates, source, host, from, to }: Finding,
	sources: readonly string[]
): RowFilter {
	const around: [number, number] = [from - (to - from), to + (to - from) + 1];
	if (kind === 'gap' || host !== undefined) return { time: around };
	if (kind === 'silent')
		return source === undefined ? { time: around } : { sources: [sources[source] ?? ''] };
	const messages = { templates: templates.slice(0, MOST_MESSAGES) };
	const isStretch = kind === 'began' || kind === 'rose' || kind === 'burst';
	return isStretch ? { ...messages, time: [from, to + 1] } : messages;
}

async function hostsOf({ run, table, texts }: StoredRun): Promise<Hosts | undefined> {
	const column = new HostColumn(run);
	if (!column.isNamed || table.rowCount > MOST_ROWS_WITH_HOSTS || run.textKept === false)
		return undefined;
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const text = await texts.of(chunk);
		for (let at = 0; at < text.ends.length; at++) column.add(rawRow(text, at));
	}
	return column.hosts();
}
