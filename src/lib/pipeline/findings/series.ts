import type { RunTable } from '../columnar/run-table';
import { PROBLEM } from '../bundle/label-tree';
import { severityOf } from '../canonical/severity';
import { CERTAINTIES, SEVERITIES } from '../types';
import type { Hosts } from './hosts';
import { positionsByGroup, type Timeline } from './timeline';

/** What is known of a message, apart from when it came. */
export interface MessageFacts {
	rows: number;
	/** Where it is sure or likely. */
	label: string;
	/** Position in `SEVERITIES`. */
	severity: number;
	/** A problem by its category or by its level. */
	problem: boolean;
	/** Critical by its level or by its words. */
	critical: boolean;
	/** Left out, since a person muted it. */
	muted: boolean;
}

/** Rows that are counted together. */
export interface Series {
	/** One message, several of like wording, all problems of a source, or a source. */
	kind: 'message' | 'variants' | 'problems' | 'source';
	/** In the timeline, ascending. */
	positions: Uint32Array;
	/** Its messages, most rows first; none for a source. */
	templates: readonly number[];
	/** For a source, and for the problems of one. */
	source?: number;
	/** For a host. */
	host?: string;
	severity: number;
	problem: boolean;
}

const CRITICAL = SEVERITIES.indexOf('critical');
const ERROR = SEVERITIES.indexOf('error');
const LIKELY = CERTAINTIES.indexOf('likely');
const INFO = SEVERITIES.indexOf('info');

/** By template. One without rows is muted, so that it is left out everywhere. */
export function messageFacts(table: RunTable): MessageFacts[] {
	const codes = table.codes();
	const count = codes.templateCount;
	const rows = new Float64Array(count);
	const severities = new Float64Array(count * SEVERITIES.length);
	const outcomes = new Int32Array(count).fill(-1);
	for (let row = 0; row < table.rowCount; row++) {
		const template = table.template[row] as number;
		const at = template * SEVERITIES.length + (table.severity[row] as number);
		rows[template] = (rows[template] as number) + 1;
		severities[at] = (severities[at] as number) + 1;
		if (outcomes[template] === -1)
			outcomes[template] = codes.at(table.rule[row] as number, template);
	}
	return Array.from({ length: count }, (_, template) => {
		const own = severities.subarray(
			template * SEVERITIES.length,
			(template + 1) * SEVERITIES.length
		);
		const severity = own.indexOf(Math.max(...own));
		const outcome = outcomes[template] as number;
		const isKnown = outcome >= 0 && (codes.certainty[outcome] as number) <= LIKELY;
		const label = isKnown ? (codes.labels[codes.label[outcome] as number] as string) : '';
		const canonical = table.templates[template]?.canonical ?? '';
		return {
			rows: rows[template] as number,
			label,
			severity,
			problem: severity <= ERROR || (label !== '' && table.tree.isWithin(label, PROBLEM)),
			critical:
				severity === CRITICAL || (severity === ERROR && severityOf(canonical) === 'critical'),
			muted: rows[template] === 0 || codes.muted[template] === 1
		};
	});
}

/** Rows that a series has at least: of fewer nothing can be said. */
const FEWEST_ROWS = 4;

/** All series of a log that are looked at. */
export function seriesOf(
	table: RunTable,
	timeline: Timeline,
	facts: readonly MessageFacts[],
	hosts: Hosts | undefined
): Series[] {
	const messages = positionsByGroup(timeline, facts.length, (row) => {
		const template = table.template[row] as number;
		return facts[template]?.muted ? -1 : template;
	}).map((positions, template) => seriesOfTemplates('message', positions, [template], facts));
	const all = [
		...messages,
		...variants(table, messages, facts),
		...problemsBySource(table, timeline, facts),
		...writers(timeline, table.sources, (row) => sourceOf(table, row)).map(
			(series, source): Series => ({ ...series, source })
		),
		...(hosts
			? writers(timeline, hosts.names, (row) => hosts.ofRow[row] as number).map(
					(series, at): Series => ({ ...series, host: hosts.names[at] as string })
				)
			: [])
	];
	return all.filter(({ positions }) => positions.length >= FEWEST_ROWS);
}

function seriesOfTemplates(
	kind: Series['kind'],
	positions: Uint32Array,
	templates: readonly number[],
	facts: readonly MessageFacts[]
): Series {
	const sorted = [...templates].sort((a, b) => factsOf(facts, b).rows - factsOf(facts, a).rows);
	const { severity, problem } = factsOf(facts, sorted[0] as number);
	return { kind, positions, templates: sorted, severity, problem };
}

const factsOf = (facts: readonly MessageFacts[], template: number): MessageFacts =>
	facts[template] as MessageFacts;

/** Messages that begin alike: a name or a browser that no folding knows makes many out of one. */
function variants(
	table: RunTable,
	messages: readonly Series[],
	facts: readonly MessageFacts[]
): Series[] {
	const byStem = new Map<string, number[]>();
	facts.forEach(({ muted, problem }, template) => {
		if (muted) return;
		const { canonical = '', level = 'none' } = table.templates[template] ?? {};
		const key = `${level} ${String(problem)} ${stemOf(canonical)}`;
		const alike = byStem.get(key);
		if (alike) alike.push(template);
		else byStem.set(key, [template]);
	});
	return [...byStem.values()]
		.filter((templates) => templates.length > 1)
		.map((templates) =>
			seriesOfTemplates(
				'variants',
				merged(templates.map((template) => (messages[template] as Series).positions)),
				templates,
				facts
			)
		);
}

const STATUS = /\b[1-5]xx\b/;
const STEM_WORDS = 3;

/** The class of an HTTP status, or the first words. */
const stemOf = (canonical: string): string =>
	STATUS.exec(canonical)?.[0] ?? canonical.split(' ', STEM_WORDS).join(' ');

function merged(parts: readonly Uint32Array[]): Uint32Array {
	const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all.sort();
}

function problemsBySource(
	table: RunTable,
	timeline: Timeline,
	facts: readonly MessageFacts[]
): Series[] {
	const isProblem = facts.map(({ muted, problem }) => problem && !muted);
	const groups = positionsByGroup(timeline, table.sources.length, (row) =>
		isProblem[table.template[row] as number] ? sourceOf(table, row) : -1
	);
	return groups.flatMap((positions, source) => {
		const templates = [
			...new Set(
				Array.from(positions, (at) => table.template[timeline.rows[at] as number] as number)
			)
		];
		if (templates.length < 2) return [];
		return [{ ...seriesOfTemplates('problems', positions, templates, facts), source }];
	});
}

/** Programs or hosts, each with all its rows; one alone is the log as a whole. */
function writers(
	timeline: Timeline,
	names: readonly string[],
	ofRow: (row: number) => number
): Series[] {
	if (names.length < 2) return [];
	return positionsByGroup(timeline, names.length, ofRow).map((positions) => ({
		kind: 'source' as const,
		positions,
		templates: [],
		severity: INFO,
		problem: false
	}));
}

/** -1 for one that is not listed: the list of a run that was killed may be a second older than its rows. */
function sourceOf({ source, sources: { length } }: RunTable, row: number): number {
	const at = source[row] as number;
	return at < length ? at : -1;
}
