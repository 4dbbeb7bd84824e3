import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findings } from '../../../src/cli/findings';

let folder: string;
let printed: string[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-'));
	printed = [];
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true });
});

const at = (second: number): string =>
	new Date(Date.UTC(2026, 10, 20) + second * 1_000).toISOString();

/** Half an hour; the disk is full from minute 20 on. */
function log(full: boolean): string {
	const lines: string[] = [];
	for (let second = 0; second < 1_800; second += 3) {
		lines.push(`${at(second)} INFO  [main] org.example.web: page ${second} rendered`);
		if (full && second >= 1_200 && second % 12 === 0)
			lines.push(`${at(second)} ERROR [main] org.example.store: write ${second} failed: disk full`);
	}
	return `${lines.join('\n')}\n`;
}

it('prints a line of JSON a file, best first', async () => {
	const [full, empty] = [join(folder, 'full.log'), join(folder, 'empty.log')];
	await writeFile(full, log(true));
	await writeFile(empty, '');
	expect(await findings.run([full, empty, '--zone', 'utc', '--no-model'])).toBe(0);
	const [first, second] = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(first).toMatchObject({
		case: 'full.log',
		findings: [
			{
				kind: 'began',
				template: 'write # failed: disk full',
				source: 'org.example.store',
				from: at(1_200),
				to: at(1_788),
				count: 50,
				factor: null
			}
		]
	});
	expect(JSON.stringify(first)).toContain('began at 2026-11-20 00:20:00, 50 rows to the end');
	expect(second).toMatchObject({ case: 'empty.log', findings: [] });
	expect(second?.problems).toHaveLength(1);
});

it('compares with an earlier log', async () => {
	const [before, after] = [join(folder, 'before.log'), join(folder, 'after.log')];
	await writeFile(before, log(false));
	await writeFile(after, log(true));
	await findings.run([after, '--baseline', before, '--zone', 'utc', '--no-model']);
	const { findings: found } = JSON.parse(printed[0] ?? '') as {
		findings: { kind: string; text: string }[];
	};
	expect(found[0]?.kind).toBe('new');
	expect(found[0]?.text).toContain(
		'is new against before.log, 50 rows from 2026-11-20 00:20:00 on'
	);
});

it('refuses a call that makes no sense', async () => {
	await expect(findings.run([])).rejects.toThrow('Name at least one file.');
	await expect(findings.run(['a.log', '--zone', 'mars'])).rejects.toThrow(
		'--zone: "mars" is neither utc nor local'
	);
});
