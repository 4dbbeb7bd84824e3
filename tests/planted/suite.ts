/**
 * Measures the findings on logs with planted incidents, on logs in which nothing happens, and on logs with shuffled times.
 * Usage: npm run findings:suite -- [--from SEED] [--seeds COUNT] [--shuffles COUNT] [--model] [--verbose]
 * A seed gives 18 logs with an incident, 9 quiet ones, and so many shuffles of each.
 */
import { parseArgs } from 'node:util';
import { fileFindings } from '../../src/cli/findings';
import { loadSieves } from '../../src/cli/run-files';
import { incidentLogs, quietLogs, type PlantedLog } from './logs';
import { fileOf, isFound, shuffledFindings } from './score';

const { values } = parseArgs({
	options: {
		from: { type: 'string', default: '1' },
		seeds: { type: 'string', default: '1' },
		shuffles: { type: 'string', default: '0' },
		model: { type: 'boolean', default: false },
		verbose: { type: 'boolean', default: false }
	}
});
const sieves = await loadSieves({ model: values.model });
const kinds = new Map<string, { found: number; logs: number }>();
const quiet = { logs: 0, findings: 0 };
const shuffles = { logs: 0, withOne: 0 };

for (let at = 0; at < Number(values.seeds); at++) {
	const seed = Number(values.from) + at;
	for (const log of incidentLogs(seed)) await scoreIncident(log);
	for (const log of quietLogs(seed)) await scoreQuiet(log);
	for (const log of [...incidentLogs(seed), ...quietLogs(seed)]) {
		const found = await shuffledFindings(log, sieves, Number(values.shuffles), seed);
		shuffles.logs += found.length;
		shuffles.withOne += found.filter((count) => count > 0).length;
	}
}
report();

async function scoreIncident(log: PlantedLog): Promise<void> {
	const { findings } = await fileFindings(fileOf(log), { zone: 'utc' }, sieves);
	const kind = log.name.split('-')[0] as string;
	const score = kinds.get(kind) ?? { found: 0, logs: 0 };
	const found = isFound(findings, log);
	kinds.set(kind, { found: score.found + (found ? 1 : 0), logs: score.logs + 1 });
	if (found || !values.verbose) return;
	console.log(`missed ${log.name}: ${log.truth?.names[0] ?? ''}`);
	for (const { text } of findings) console.log(`  ${text}`);
}

async function scoreQuiet(log: PlantedLog): Promise<void> {
	const { findings } = await fileFindings(fileOf(log), { zone: 'utc' }, sieves);
	quiet.logs++;
	quiet.findings += findings.length;
	if (!values.verbose) return;
	for (const { text, how } of findings) console.log(`false in ${log.name}: ${text} ${how}`);
}

function report(): void {
	const all = [...kinds.values()];
	const found = all.reduce((sum, score) => sum + score.found, 0);
	const logs = all.reduce((sum, score) => sum + score.logs, 0);
	for (const [kind, score] of kinds)
		console.log(`${kind.padEnd(16)} ${score.found} of ${score.logs}`);
	console.log(`${found} of ${logs} incidents among the first three findings`);
	console.log(`${quiet.findings} findings in ${quiet.logs} quiet logs`);
	if (shuffles.logs > 0)
		console.log(`${shuffles.withOne} of ${shuffles.logs} logs with shuffled times have a finding`);
}
