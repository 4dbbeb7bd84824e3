import { beforeAll, describe, expect, it } from 'vitest';
import { fileFindings } from '../../../src/cli/findings';
import { loadSieves, type Sieves } from '../../../src/cli/run-files';
import { incidentLogs, quietLogs } from '../../planted/logs';
import { fileOf, isFound, shuffledFindings } from '../../planted/score';

// A part of what `npm run findings:suite` measures: one seed, by rules and levels.
const SEED = 6;
const TIMEOUT = 240_000;

let sieves: Sieves;
beforeAll(async () => {
	sieves = await loadSieves({ model: false });
});

describe('planted incidents', () => {
	it('are among the first three findings, nine in ten', { timeout: TIMEOUT }, async () => {
		const logs = incidentLogs(SEED);
		let found = 0;
		for (const log of logs) {
			const { findings } = await fileFindings(fileOf(log), { zone: 'utc' }, sieves);
			if (isFound(findings, log)) found++;
		}
		expect(found / logs.length).toBeGreaterThanOrEqual(0.9);
	});

	it('are not seen where nothing happens', { timeout: TIMEOUT }, async () => {
		const logs = quietLogs(SEED);
		let findings = 0;
		for (const log of logs)
			findings += (await fileFindings(fileOf(log), { zone: 'utc' }, sieves)).findings.length;
		expect(findings).toBeLessThanOrEqual(1);
	});

	it('are not seen when times are shuffled', { timeout: TIMEOUT }, async () => {
		const short = incidentLogs(SEED).filter(({ text }) => text.length < 400_000);
		expect(short.length).toBeGreaterThan(4);
		let withOne = 0;
		for (const log of short.slice(0, 8))
			for (const count of await shuffledFindings(log, sieves, 25, SEED)) if (count > 0) withOne++;
		expect(withOne).toBeLessThanOrEqual(1);
	});
});
