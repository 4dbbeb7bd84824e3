import { describe, expect, it } from 'vitest';
import { barsSvg, columnsSvg, escapeHtml } from '../../../../src/lib/run/report-svg';
import { reportHtml, type ReportInput } from '../../../../src/lib/run/report';
import { runLogOf } from '../../../../src/lib/run/run-log-file';
import { runRecord } from '../../support/records';

const EVIL = `<script>alert(1)</script>"'&\u0000`;

const input = (): ReportInput => ({
	run: { ...runRecord('a'), name: EVIL, rows: 2 },
	filter: { labels: [EVIL], not: { sources: ['x'] } },
	result: {
		total: 2,
		matched: 1,
		lines: 1,
		labels: [[EVIL, 1]],
		tiers: [['head', 1]],
		sources: [[EVIL, 1]],
		severities: [['error', 1]],
		templates: 1,
		muted: 0,
		certainties: [['sure', 1]],
		sureLabels: [[EVIL, 1]],
		families: [['problem', 1]]
	},
	charts: {
		matched: 1,
		untimed: 0,
		time: {
			bins: { start: 0, width: 1_000, count: 2 },
			labels: [{ name: EVIL, rows: [1, 0] }],
			statuses: [],
			range: [0, 1_500]
		},
		confidence: [1],
		matrix: { sources: [], labels: [], rows: [], others: { sources: 0, rows: [] } },
		severities: [{ name: 'IOError', rows: [0, 1, 0, 0, 0], seen: [0, 61_000] }],
		templates: [
			{
				template: 0,
				canonical: EVIL,
				label: EVIL,
				tier: 'head',
				confidence: 1,
				certainty: 'sure',
				family: 'problem',
				rows: 1,
				spark: [],
				sources: 1
			}
		],
		unknown: []
	},
	rows: [
		{
			index: 0,
			source: EVIL,
			message: EVIL,
			label: EVIL,
			confidence: 1,
			tier: 'head',
			severity: 'error',
			evidence: '',
			certainty: 'sure',
			family: 'problem',
			familyConfidence: 1,
			template: 0,
			parts: []
		}
	],
	findings: ['“<script>” began'],
	now: 0,
	colourOf: () => '#123456'
});

describe('reportHtml', () => {
	it('escapes everything that comes from the log', () => {
		const html = reportHtml(input());
		expect(html).not.toContain('<script');
		expect(html).not.toContain('\u0000');
		expect(html.split('&lt;script&gt;').length).toBeGreaterThan(8);
	});

	it('fetches nothing and runs nothing', () => {
		const html = reportHtml(input());
		expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
		expect(html).not.toMatch(/\b(?:src|href|srcset|action)=|url\(|@import|<iframe|<link|\son\w+=/i);
	});

	it('is about the rows that pass, not about what the filter leaves out', () => {
		const given = input();
		given.filter = { labels: ['IOError'], not: { tiers: ['none'] } };
		given.result.labels = [
			['UserAction', 7],
			['IOError', 1]
		];
		given.result.tiers = [
			['none', 5],
			['head', 1]
		];
		const html = reportHtml(given);
		expect(html).not.toContain('UserAction');
		expect(html).toContain('decided by: Model');
		expect(html).not.toContain('decided by: To review');
	});

	it('begins with what stands out', () => {
		expect(reportHtml(input())).toMatch(/<\/h1>\s*<ol><li>“&lt;script&gt;” began<\/li><\/ol>/);
	});

	it('has the figures and the filter in it', () => {
		const html = reportHtml(input());
		expect(html).toContain('1 of 2 rows pass these filters');
		expect(html).toContain('Source is not: x');
		expect(html.match(/<svg /g)).toHaveLength(2);
		expect(html).toContain('<td>1 Jan 1970, 00:00:00</td><td>1 Jan 1970, 00:01:01</td>');
	});
});

describe('charts of a report', () => {
	it('draw one bar for each figure, and columns on each other', () => {
		const bars = barsSvg([{ name: 'a', value: 2, token: '--x' }], 'Bars', () => '#000');
		expect(bars.match(/<rect /g)).toHaveLength(1);
		const columns = columnsSvg(
			{
				kind: 'columns',
				names: ['0', '1'],
				series: [
					{ name: 'a', token: '--a', values: [1, 0] },
					{ name: 'b', token: '--b', values: [1, 2] }
				]
			},
			'Columns',
			() => '#000'
		);
		const tops = [...columns.matchAll(/<rect x="(\S+)" y="(\S+)"/g)].map(([, x, y]) => [x, y]);
		expect(tops).toEqual([
			['0', '70'],
			['0', '0'],
			['360', '0']
		]);
	});

	it('escape as HTML wants it', () => {
		expect(escapeHtml(`<a b="c">'&`)).toBe('&lt;a b=&quot;c&quot;&gt;&#39;&amp;');
	});
});

describe('runLogOf', () => {
	it('puts the record and the counts together, as plain JSON', () => {
		const run = { ...runRecord('a'), rows: 500, milliseconds: 250, stages: { embed: 12.4 } };
		const log = runLogOf(run, { fallbacks: [], rules: [], routed: 0 });
		expect(log).toMatchObject({ rows: 500, rowsPerSecond: 2_000, stages: { embed: 12 } });
		expect(log.tiers.map(({ tier }) => tier)).toEqual(['rule', 'head', 'llm', 'human', 'none']);
		expect(JSON.parse(JSON.stringify(log))).toEqual(log);
	});
});
