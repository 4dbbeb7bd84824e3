import type { RunTable } from '../columnar/run-table';
import type { Describer } from './describe';
import type { Baseline, Finding } from './finding';
import type { MessageFacts } from './series';
import { positionsByGroup, type Timeline } from './timeline';

/** Rows of a critical message that is rare, and their share of the log. */
const MOST_RARE_ROWS = 5;
const RARE_SHARE = 0.002;
/** Where more of all rows are critical, one more says little. */
const MOST_CRITICAL_SHARE = 0.005;
const MOST_CRITICAL_ROWS = 10;
/** Rows of a new problem: one or two could have been missing from the other run by chance. */
const FEWEST_NEW_ROWS = 3;

/** Critical messages that are rare in the log, each where it first came. */
export function firstFindings(
	facts: readonly MessageFacts[],
	timeline: Timeline,
	table: RunTable,
	describer: Describer
): Finding[] {
	const all = facts.reduce((sum, { critical, rows }) => sum + (critical ? rows : 0), 0);
	if (all > Math.max(MOST_CRITICAL_ROWS, MOST_CRITICAL_SHARE * table.rowCount)) return [];
	const most = Math.max(1, Math.min(MOST_RARE_ROWS, RARE_SHARE * table.rowCount));
	return ofMessages(facts, timeline, table, ({ critical, rows }) => critical && rows <= most).map(
		([template, positions]) => describer.message('first', template, positions)
	);
}

/** Problems that the other run has no row of. */
export function newFindings(
	facts: readonly MessageFacts[],
	timeline: Timeline,
	table: RunTable,
	describer: Describer,
	{ messages, rows }: Baseline
): Finding[] {
	const isNew = (fact: MessageFacts, template: number): boolean =>
		fact.problem &&
		!messages.has(table.templates[template]?.canonical ?? '') &&
		(fact.critical || (fact.rows * Math.max(rows, 1)) / table.rowCount >= FEWEST_NEW_ROWS);
	return ofMessages(facts, timeline, table, isNew).map(([template, positions]) =>
		describer.message('new', template, positions)
	);
}

/** Messages that are wanted, with the positions of their rows. */
function ofMessages(
	facts: readonly MessageFacts[],
	timeline: Timeline,
	table: RunTable,
	isWanted: (fact: MessageFacts, template: number) => boolean
): [template: number, positions: Uint32Array][] {
	const wanted = facts.flatMap((fact, at) => (!fact.muted && isWanted(fact, at) ? [at] : []));
	if (wanted.length === 0) return [];
	const groups = new Int32Array(facts.length).fill(-1);
	wanted.forEach((template, at) => (groups[template] = at));
	const positions = positionsByGroup(
		timeline,
		wanted.length,
		(row) => groups[table.template[row] as number] as number
	);
	return wanted.flatMap((template, at): [number, Uint32Array][] => {
		const own = positions[at] as Uint32Array;
		return own.length > 0 ? [[template, own]] : [];
	});
}
