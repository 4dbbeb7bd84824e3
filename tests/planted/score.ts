import type { Sieves } from '../../src/cli/run-files';
import { runFiles } from '../../src/cli/run-files';
import { findFindings } from '../../src/lib/pipeline/findings/find';
import { seededRandom, shuffled } from '../../training/random';
import type { PlantedLog } from './logs';

/** What is compared of a finding that the command prints. */
interface ScoredFinding {
	text: string;
	template: string | null;
	source: string | null;
	from: string;
}

/** Findings that an incident has to be among, and how near in time. */
const AMONG = 3;
const NEAR = 60_000;
const NEAR_SHARE = 0.01;

/** Whether the planted incident is among the first findings: named, and its moment right. */
export function isFound(findings: readonly ScoredFinding[], { truth, span }: PlantedLog): boolean {
	if (!truth) return false;
	return findings.slice(0, AMONG).some((finding) => {
		const said = [finding.text, finding.template, finding.source].join(' ');
		const away = Math.abs(Date.parse(finding.from) - truth.from);
		return (
			truth.names.some((name) => said.includes(name)) && away <= Math.max(NEAR, NEAR_SHARE * span)
		);
	});
}

/** The logs are of the year before their date. */
const DATED = Date.UTC(2026, 10, 30);

export const fileOf = ({ text, name }: PlantedLog): File =>
	new File([text], name, { lastModified: DATED });

/**
 * How many findings each of so many shuffles of a log's times has. What claims no change is left out, and so is a time
 * without any rows: it is there however rows and times are paired.
 */
export async function shuffledFindings(
	log: PlantedLog,
	sieves: Sieves,
	shuffles: number,
	seed: number
): Promise<number[]> {
	if (shuffles === 0) return [];
	const { table, hosts } = await runFiles([fileOf(log)], { zone: 'utc' }, sieves);
	const times = [...table.time.subarray(0, table.rowCount)];
	const random = seededRandom(seed);
	return Array.from({ length: shuffles }, () => {
		table.time.set(shuffled(times, random));
		const found = findFindings(table, hosts ? { hosts } : {});
		return found.filter(({ kind }) => kind !== 'first' && kind !== 'gap').length;
	});
}
