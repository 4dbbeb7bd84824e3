import type { Rule } from './rules';
import { PENDING, type RunTable } from './run-table';
import { SEVERITIES, TIERS, type Severity, type Tier } from './types';

/** Which rows to look at. Within a field the values are alternatives; the fields are combined with AND. */
export interface RowFilter {
	labels?: string[];
	tiers?: Tier[];
	sources?: string[];
	severities?: Severity[];
	/** Case-insensitive substring of message or source. */
	text?: string;
	needsReview?: boolean;
	template?: number;
	/** Rows of muted templates take part as well. Without it they are only counted, unless `template` asks for them. */
	showMuted?: boolean;
}

/** Rows by value; each facet leaves out its own field's filter, so that alternatives can be seen and added. */
export interface Facets {
	labels: [label: string, rows: number][];
	tiers: [tier: Tier, rows: number][];
	sources: [source: string, rows: number][];
	severities: [severity: Severity, rows: number][];
	/** Distinct templates among the matching rows. */
	templates: number;
	/** Rows of muted templates that match; left out of all other counts unless the filter shows them. */
	muted: number;
	/** Matching rows that need review; muted ones never do. */
	needsReview: number;
	/** First and last time among the matching rows, in milliseconds since the epoch. */
	timeRange?: [from: number, to: number];
}

const HUMAN = TIERS.indexOf('human');

/** One facet field: which value each row has, and which values the filter lets through. */
interface Field {
	counts: Float64Array;
	allowed: Uint8Array | undefined;
}

const field = (names: readonly string[], wanted: readonly string[] | undefined): Field => ({
	counts: new Float64Array(names.length),
	allowed:
		wanted && wanted.length > 0
			? Uint8Array.from(names, (name) => (wanted.includes(name) ? 1 : 0))
			: undefined
});

/**
 * One pass over the columns. A row that fails no field matches; a row that fails exactly one counts for that field's
 * facet alone.
 */
export function applyFilter(
	table: RunTable,
	rules: readonly Rule[],
	filter: RowFilter,
	textRows: Uint8Array | undefined
): { rows: Uint32Array; facets: Facets } {
	const outcomes = new OutcomeCodes(table, rules);
	const labels = field(outcomes.labels, filter.labels);
	const tiers = field(TIERS, filter.tiers);
	const sources = field(table.sources, filter.sources);
	const severities = field(SEVERITIES, filter.severities);
	const fields = [labels, tiers, sources, severities];
	const mutedShown = filter.showMuted === true || filter.template !== undefined;
	const codes = [0, 0, 0, 0];
	const matches = new Uint32Array(table.rowCount);
	const seenTemplates = new Uint8Array(outcomes.templateCount);
	let matched = 0;
	let templates = 0;
	let needsReview = 0;
	let muted = 0;
	let from = Infinity;
	let to = -Infinity;

	for (let row = 0; row < table.rowCount; row++) {
		const template = table.template[row] as number;
		if (filter.template !== undefined && template !== filter.template) continue;
		if (textRows && textRows[row] === 0) continue;
		const outcome = outcomes.at(table.rule[row] as number, template);
		const isMuted = outcomes.muted[template] === 1;
		const review = outcomes.review[outcome] === 1 && !isMuted;
		if (filter.needsReview && !review) continue;
		codes[0] = outcomes.label[outcome] as number;
		codes[1] = outcomes.tier[outcome] as number;
		codes[2] = table.source[row] as number;
		codes[3] = table.severity[row] as number;
		let failing = -1;
		let failures = 0;
		for (let f = 0; f < 4; f++) {
			const { allowed } = fields[f] as Field;
			if (!allowed || allowed[codes[f] as number] === 1) continue;
			failing = f;
			if (++failures > 1) break;
		}
		if (failures === 0 && isMuted) muted++;
		if (failures > 1 || (isMuted && !mutedShown)) continue;
		if (failures === 1) {
			count(fields[failing] as Field, codes[failing] as number);
			continue;
		}
		for (let f = 0; f < 4; f++) count(fields[f] as Field, codes[f] as number);
		matches[matched++] = row;
		if (review) needsReview++;
		if (seenTemplates[template] === 0) {
			seenTemplates[template] = 1;
			templates++;
		}
		const time = table.time[row] as number;
		if (time < from) from = time;
		if (time > to) to = time;
	}
	return {
		rows: matches.slice(0, matched),
		facets: {
			labels: counted(outcomes.labels, labels).filter(([label]) => label !== PENDING),
			tiers: counted(TIERS, tiers),
			sources: counted(table.sources, sources),
			severities: counted(SEVERITIES, severities),
			templates,
			muted,
			needsReview,
			...(from <= to ? { timeRange: [from, to] as [number, number] } : {})
		}
	};
}

function count({ counts }: Field, code: number): void {
	counts[code] = (counts[code] as number) + 1;
}

/** Values that occur, most frequent first; ties in the order of the names. */
function counted<T extends string>(names: readonly T[], { counts }: Field): [T, number][] {
	return names
		.map((name, code): [T, number] => [name, counts[code] as number])
		.filter(([, rows]) => rows > 0)
		.sort((a, b) => b[1] - a[1]);
}

/**
 * Label, tier and review flag as small codes, for each template and each rule: looked up once for each of them rather
 * than once for each row. Outcome codes are template positions, then rules.
 */
class OutcomeCodes {
	readonly labels: string[] = [];
	readonly label: Int32Array;
	readonly tier: Uint8Array;
	readonly review: Uint8Array;
	/** By template. */
	readonly muted: Uint8Array;
	private readonly labelsOfRules: Uint8Array;
	/** Positions up to the highest that a row has: while a run goes on, not all of them are stored yet. */
	readonly templateCount: number;

	constructor(table: RunTable, rules: readonly Rule[]) {
		const templates = maximum(table.template, table.rowCount) + 1;
		this.templateCount = templates;
		this.label = new Int32Array(templates + rules.length);
		this.tier = new Uint8Array(templates + rules.length);
		this.review = new Uint8Array(templates + rules.length);
		this.muted = Uint8Array.from({ length: templates }, (_, at) =>
			table.markOf(at) === 'muted' ? 1 : 0
		);
		this.labelsOfRules = Uint8Array.from(rules, (rule) => ('label' in rule.then ? 1 : 0));
		const codes = new Map<string, number>();
		for (let at = 0; at < templates + rules.length; at++) {
			const { label, tier, needsReview } =
				at < templates ? table.outcomeOf(-1, at) : table.outcomeOf(at - templates, -1);
			if (!codes.has(label)) codes.set(label, this.labels.push(label) - 1);
			this.label[at] = codes.get(label) as number;
			this.tier[at] = TIERS.indexOf(tier);
			this.review[at] = needsReview ? 1 : 0;
		}
	}

	at(rule: number, template: number): number {
		if (rule < 0 || this.labelsOfRules[rule] === 0 || this.tier[template] === HUMAN)
			return template;
		return this.templateCount + rule;
	}
}

function maximum(values: Uint32Array, length: number): number {
	let highest = -1;
	for (let i = 0; i < length; i++)
		if ((values[i] as number) > highest) highest = values[i] as number;
	return highest;
}
