import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { templatePieces, TEMPLATE_COLUMNS } from '../../../../src/lib/pipeline/export/templates';
import { countTemplates } from '../../../../src/lib/pipeline/view/template-counts';
import { randomRun, tableOf, type RandomRun } from '../../support/random-run';

const allRows = ({ rows }: RandomRun): Uint32Array => Uint32Array.from(rows, (_, row) => row);

describe('countTemplates', () => {
	it('counts what a count row by row does', () => {
		fc.assert(
			fc.property(randomRun, (run) => {
				const table = tableOf(run);
				const counts = countTemplates(table, allRows(run));
				expect(counts.reduce((sum, { rows }) => sum + rows, 0)).toBe(run.rows.length);
				for (const count of counts) {
					const same = run.rows.flatMap((row, at) => {
						const { tier } = table.outcome(at);
						const rule = tier === 'rule' ? row.rule : -1;
						return row.template === count.template && rule === count.rule ? [{ row, at }] : [];
					});
					const times = same.map(({ row }) => row.time).filter((time) => !Number.isNaN(time));
					expect(count).toEqual({
						template: count.template,
						rule: count.rule,
						rows: same.length,
						firstRow: same[0]?.at,
						severity: Math.min(...same.map(({ row }) => row.severity)),
						from: times.length === 0 ? NaN : Math.min(...times),
						to: times.length === 0 ? NaN : Math.max(...times)
					});
				}
				const rows = counts.map((count) => count.rows);
				expect(rows).toEqual([...rows].sort((a, b) => b - a));
			}),
			{ numRuns: 300 }
		);
	});

	it('puts pinned messages first', () => {
		const row = { rule: -1, source: 0, time: NaN, severity: 3 };
		const run: RandomRun = {
			rows: [1, 1, 1, 0, 2, 2].map((template) => ({ ...row, template })),
			templates: [0, 1, 2].map((index) => ({
				index,
				canonical: `text ${index}`,
				result: {
					label: 'Routine',
					confidence: 1,
					tier: 'head',
					certainty: 'sure' as const,
					family: 'no problem',
					familyConfidence: 1,
					needsReview: false,
					top: []
				}
			})),
			running: false,
			chunkSize: 4
		};
		const table = tableOf(run);
		table.marks = new Map([
			['text 0', 'pinned'],
			['text 1', 'muted']
		]);
		expect(countTemplates(table, allRows(run)).map(({ template }) => template)).toEqual([0, 1, 2]);
	});
});

describe('templatePieces', () => {
	const run: RandomRun = {
		rows: [
			{ template: 0, rule: -1, source: 0, time: 86_400_000, severity: 3 },
			{ template: 1, rule: -1, source: 0, time: NaN, severity: 3 },
			{ template: 0, rule: -1, source: 0, time: 0, severity: 3 },
			{ template: 0, rule: 0, source: 0, time: NaN, severity: 3 }
		],
		templates: [0, 1].map((index) => ({
			index,
			canonical: `text ${index} of x@example.org`,
			result: {
				label: 'Routine',
				confidence: 0.5,
				tier: 'none',
				certainty: 'unknown' as const,
				family: 'no problem',
				familyConfidence: 0.5,
				needsReview: true,
				top: []
			}
		})),
		running: false,
		chunkSize: 9
	};
	const records = async (masked: boolean): Promise<string[][]> => {
		let text = '';
		const messageOf = (row: number) => Promise.resolve(`message ${row} from 10.0.0.1`);
		for await (const { piece } of templatePieces(tableOf(run), allRows(run), messageOf, masked))
			text += piece;
		return Papa.parse<string[]>(text.replace('\uFEFF', ''), { skipEmptyLines: true }).data;
	};

	it('writes each message with its counts, times and an example', async () => {
		const [header, ...rest] = await records(false);
		expect(header).toEqual(TEMPLATE_COLUMNS);
		expect(rest).toEqual([
			[
				'text 0 of x@example.org',
				'Routine',
				'none',
				'0.5000',
				'2',
				'0.500000',
				'1970-01-01T00:00:00.000Z',
				'1970-01-02T00:00:00.000Z',
				'message 0 from 10.0.0.1'
			],
			[
				'text 1 of x@example.org',
				'Routine',
				'none',
				'0.5000',
				'1',
				'0.250000',
				'',
				'',
				'message 1 from 10.0.0.1'
			],
			[
				'text 0 of x@example.org',
				'IOError',
				'rule',
				'1.0000',
				'1',
				'0.250000',
				'',
				'',
				'message 3 from 10.0.0.1'
			]
		]);
	});

	it('masks text and example', async () => {
		const [, first] = await records(true);
		expect(first?.[0]).toBe('text 0 of <email>');
		expect(first?.[8]).toBe('message 0 from <ip>');
	});
});
