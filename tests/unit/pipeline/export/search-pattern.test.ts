import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { searchPattern } from '../../../../src/lib/pipeline/export/search-pattern';
import { toolSearches } from '../../../../src/lib/pipeline/export/search-tools';
import { logLine } from '../../support/log-line';

const OTHERS = ['Connection closed by peer', 'Lease renewed', 'GET /index.html HTTP/1.1 200'];
const pattern = (own: readonly string[], others: readonly string[] = OTHERS) =>
	searchPattern(canonicalise(own[0] ?? ''), own, others);
const search = (own: readonly string[], tool: string): string =>
	toolSearches(pattern(own).pieces).find((one) => one.tool === tool)?.text ?? '';

const LEASE = [
	"Failed to renew lease for [client_17] for 30 seconds (it's late)",
	"Failed to renew lease for [client_9] for 341 seconds (it's late)"
];

describe('searchPattern', () => {
	it('finds the rows of a message whatever their values, and no others', () => {
		const { own, others } = pattern(LEASE);
		expect(own).toEqual({ tried: 2, found: 2 });
		expect(others).toEqual({ tried: 3, found: 0 });
	});

	it('counts what it finds by mistake', () => {
		const { others } = pattern(['Lease renewed'], ['Lease renewed again', 'Other']);
		expect(others).toEqual({ tried: 2, found: 1 });
	});

	it('looks at the first line of a trace only', () => {
		const own = ['java.io.IOException: broken pipe 7\n\tat a.B(C.java:5)'];
		expect(search(own, 'JavaScript')).not.toContain('C\\.java');
	});

	it('finds the line that it was made from, whatever stands in it', () => {
		fc.assert(
			fc.property(logLine, (line) => {
				fc.pre(line.trim() !== '');
				const { own } = searchPattern(canonicalise(line), [line], []);
				expect(own.found).toBe(1);
			})
		);
	});
});

describe('toolSearches', () => {
	it('writes what each tool understands', () => {
		expect(search(LEASE, 'JavaScript')).toMatch(/^\/Failed\\s\+to\\s\+renew/);
		expect(search(LEASE, 'Grok')).toContain('%{NOTSPACE}');
		expect(search(LEASE, 'Loki (LogQL)')).toMatch(/^\{job="NAME"\} \|~ `Failed/);
		expect(search(LEASE, 'Datadog')).toContain('"Failed to renew lease for');
		const query = JSON.parse(search(LEASE, 'Elasticsearch')) as {
			query: { bool: { filter: unknown[] } };
		};
		expect(query.query.bool.filter.length).toBeGreaterThan(0);
	});

	it('takes whole words where a tool has an index of words', () => {
		const own = ['Block blk_17 is lost on node5, again', 'Block blk_9 is lost on node12, again'];
		expect(search(own, 'Datadog')).toBe('"Block" "is lost on" "again"');
		expect(search(own, 'Elasticsearch')).not.toMatch(/blk|node/);
		expect(search(own, 'Splunk')).toMatch(/^"Block" "is lost on" "again" \| regex _raw="/);
	});

	it('doubles in Splunk a backslash of the text, and no other', () => {
		const own = ['Cannot open "C:\\temp" (denied)'];
		const [, quoted = ''] = /_raw="(.*)"$/.exec(search(own, 'Splunk')) ?? [];
		expect(quoted).toContain('\\s+');
		expect(quoted).not.toContain('\\\\s+');
		// What Splunk makes of it: the pattern that finds the row.
		const read = quoted.replace(/\\([\\"])/g, '$1');
		expect(new RegExp(read).test(own[0] ?? '')).toBe(true);
	});

	it('takes white space that not every tool knows as it stands', () => {
		const own = ['Price\u00a0list is late'];
		expect(search(own, 'Loki (LogQL)')).toContain('Price\u00a0list\\s+is');
	});

	it.skipIf(spawnSync('grep', ['--version']).status !== 0)(
		'finds with grep a line that begins with a hyphen, without a warning',
		() => {
			const own = ['-- shutting down [now] {all} a|b', '-- shutting down [now] {all} a|b'];
			const command = search(own, 'grep').replace(/ FILE$/, '');
			const { stdout, stderr } = spawnSync('sh', ['-c', command], {
				input: `${own[0]}\nother\n`,
				encoding: 'utf8'
			});
			expect(stdout.trim()).toBe(own[0]);
			expect(stderr).toBe('');
		}
	);

	it.skipIf(spawnSync('grep', ['--version']).status !== 0)(
		'finds with grep the lines that it should, among others',
		() => {
			const command = search(LEASE, 'grep').replace(/ FILE$/, '');
			const lines = [...LEASE, ...OTHERS].map((line) => `2026-03-01 10:00:00 WARN ${line}`);
			const { stdout } = spawnSync('sh', ['-c', command], {
				input: `${lines.join('\n')}\n`,
				encoding: 'utf8'
			});
			expect(stdout.trim().split('\n')).toEqual(lines.slice(0, 2));
		}
	);
});
