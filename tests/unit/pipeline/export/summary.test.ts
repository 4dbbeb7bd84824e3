import { describe, expect, it } from 'vitest';
import {
	problemCounts,
	findingsMarkdown,
	summaryMarkdown
} from '../../../../src/lib/pipeline/export/summary';
import { countTemplates } from '../../../../src/lib/pipeline/view/template-counts';
import { tableOf } from '../../support/random-run';

const FACETS = {
	labels: [
		['IOError', 1_200],
		['UserAction', 34]
	] as [string, number][],
	tiers: [
		['rule', 1_000],
		['head', 200],
		['none', 34]
	] as [tier: 'rule' | 'head' | 'none', number][],
	sources: [],
	severities: [
		['error', 1_200],
		['info', 34]
	] as [severity: 'error' | 'info', number][],
	templates: 7,
	muted: 0,
	certainties: [
		['sure', 1_000],
		['likely', 200],
		['unknown', 34]
	] as [certainty: 'sure' | 'likely' | 'unknown', number][],
	sureLabels: [],
	families: []
};
const PROBLEM = {
	rows: 1_200,
	label: 'IOError',
	severity: 'error',
	from: 0,
	to: 60_000,
	example: 'Disk `sda` | full\nat 98 %'
};
const summary = (change: Partial<Parameters<typeof summaryMarkdown>[0]> = {}): string =>
	summaryMarkdown({
		name: 'app_1.log',
		total: 1_234,
		matched: 1_234,
		facets: FACETS,
		findings: [],
		problems: [PROBLEM],
		...change
	});

describe('findings', () => {
	it('are the first paragraph of a summary, and no markup', () => {
		expect(summary({ findings: ['“a_b* <i>” began at 10:00', 'x fell silent'] })).toContain(
			'### app\\_1.log\n\n1. “a\\_b\\* \\<i\\>” began at 10:00\n2. x fell silent\n\n1,234 rows'
		);
	});

	it('are copied with how sure the categories are', () => {
		const said = { name: 'a.log', certainties: FACETS.certainties, zone: 'UTC+02:00' };
		expect(findingsMarkdown({ ...said, findings: ['x began'] })).toBe(
			'### a.log\n\n1. x began\n\nTimes: UTC+02:00.\n\nHow sure: sure 1,000, likely 200, unknown 34.\n'
		);
		expect(findingsMarkdown({ ...said, findings: [] })).toContain(
			'Nothing began, stopped or rose beyond chance.'
		);
	});
});

describe('summaryMarkdown', () => {
	it('says what a ticket needs', () => {
		expect(summary({ facets: { ...FACETS, timeRange: [0, 60_000] } })).toMatchInlineSnapshot(`
			"### app\\_1.log

			1,234 rows, 7 distinct messages, 1970-01-01 00:00:00 to 1970-01-01 00:01:00 UTC.

			Decided by: rules 1,000, model 200, nobody 34. How sure: sure 1,000, likely 200, unknown 34.

			| Severity | Rows | Share |
			| --- | --- | --- |
			| error | 1,200 | 97.2% |
			| info | 34 | 2.8% |

			| Label | Rows | Share |
			| --- | --- | --- |
			| IOError | 1,200 | 97.2% |
			| UserAction | 34 | 2.8% |

			**Most frequent problems**

			| Rows | Label | Severity | First | Last | Example |
			| --- | --- | --- | --- | --- | --- |
			| 1,200 | IOError | error | 1970-01-01T00:00:00.000Z | 1970-01-01T00:01:00.000Z | \`\` Disk \`sda\` \\| full at 98 % \`\` |
			"
		`);
	});

	it('says which rows it is about and what was left out', () => {
		const text = summary({ total: 9_999, facets: { ...FACETS, muted: 5 } });
		expect(text).toContain('1,234 of 9,999 rows, 7 distinct messages, 5 muted rows left out.');
	});

	it('says so when nothing is wrong', () => {
		expect(summary({ problems: [] })).toContain('No message reports a problem.');
	});

	it('keeps what a log wrote from becoming markup', () => {
		const example = '```\n<script>alert(1)</script> [x](http://y) | a';
		const text = summary({
			name: '[x](javascript:1)\n# <b>',
			problems: [{ ...PROBLEM, label: '<img>', example }]
		});
		expect(text).toContain('### \\[x\\]\\(javascript:1\\) \\# \\<b\\>\n');
		expect(text).toContain('| \\<img\\> |');
		expect(text).toContain('| ```` ``` <script>alert(1)</script> [x](http://y) \\| a ```` |');
	});

	it('cuts long examples', () => {
		const text = summary({ problems: [{ ...PROBLEM, example: 'x'.repeat(5_000) }] });
		expect(text).toContain('x'.repeat(200) + ' … `');
		expect(text).not.toContain('x'.repeat(201));
	});
});

describe('problemCounts', () => {
	it('takes messages with a problem label or an error', () => {
		const result = {
			confidence: 1,
			tier: 'head' as const,
			certainty: 'sure' as const,
			family: 'no problem',
			familyConfidence: 1,
			needsReview: false,
			top: []
		};
		const table = tableOf({
			rows: [
				{ template: 0, rule: -1, source: 0, time: NaN, severity: 3 },
				{ template: 1, rule: -1, source: 0, time: NaN, severity: 1 },
				{ template: 2, rule: -1, source: 0, time: NaN, severity: 3 }
			],
			templates: ['Routine', 'Routine', 'NetworkError'].map((label, index) => ({
				index,
				canonical: `text ${index}`,
				result: { ...result, label }
			})),
			running: false,
			chunkSize: 9
		});
		const counts = countTemplates(table, Uint32Array.of(0, 1, 2));
		expect(problemCounts(table, counts, ['NetworkError']).map(({ template }) => template)).toEqual([
			1, 2
		]);
	});
});
