import { describe, expect, it } from 'vitest';
import { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import { SEVERITIES, type Certainty, type Severity } from '../../../../src/lib/pipeline/types';
import {
	groupRows,
	isGroupLine,
	templateOfGroupLine
} from '../../../../src/lib/pipeline/view/group-rows';
import { chunkOf } from '../../support/random-run';

/** A run with a template for each kind of message. */
function table(rows: [template: number, severity: Severity][]): RunTable {
	const run = new RunTable(
		[],
		[
			{ name: 'IOError', definition: '', problem: true },
			{ name: 'Routine', definition: '' }
		]
	);
	run.running = false;
	run.addChunk(
		chunkOf(
			rows.map(([template, severity]) => ({
				...{ template, severity: SEVERITIES.indexOf(severity) },
				...{ rule: -1, source: 0, time: 0 }
			})),
			0,
			0
		)
	);
	const result = (label: string, certainty: Certainty) => ({
		...{ label, certainty, confidence: 0.9, tier: 'head' as const, needsReview: false, top: [] },
		...{ family: label === 'IOError' ? 'problem' : 'no problem', familyConfidence: 0.9 }
	});
	[
		result('Routine', 'sure'),
		result('IOError', 'sure'),
		result('Routine', 'unknown'),
		result('IOError', 'likely'),
		result('IOError', 'sure'),
		result('Routine', 'sure')
	].forEach((made, index) => run.addTemplate({ index, canonical: `text ${index}`, result: made }));
	return run;
}

const named = (lines: Uint32Array): (string | number)[] =>
	Array.from(lines, (line) => (isGroupLine(line) ? `t${templateOfGroupLine(line)}` : line));

const grouped = (run: RunTable, open: number[] = []) => {
	const rows = Uint32Array.from({ length: run.rowCount }, (_, row) => row);
	return groupRows(rows, run, run.codes().templateCount, new Set(open));
};

describe('groupRows', () => {
	it('lists problems first, the severe ones before, then unknown ones and the rest by frequency', () => {
		const run = table([
			[0, 'info'],
			[0, 'info'],
			[5, 'info'],
			[5, 'info'],
			[5, 'info'],
			[2, 'info'],
			[3, 'info'],
			[3, 'info'],
			[1, 'error'],
			[4, 'critical'],
			[4, 'info']
		]);
		const { lines, counts, worst } = grouped(run);
		expect(named(lines)).toEqual(['t4', 't1', 't3', 't2', 't5', 't0']);
		expect([counts[5], counts[4]]).toEqual([3, 2]);
		expect(SEVERITIES[worst[4] as number]).toBe('critical');
	});

	it('puts what is severe among the problems whatever its category', () => {
		const { lines } = grouped(
			table([
				[3, 'info'],
				[3, 'info'],
				[0, 'error']
			])
		);
		expect(named(lines)).toEqual(['t3', 't0']);
	});

	it('lists pinned messages first and muted ones last', () => {
		const run = table([
			[0, 'info'],
			[1, 'error'],
			[2, 'info']
		]);
		run.marks = new Map([
			['text 1', 'muted'],
			['text 0', 'pinned']
		]);
		expect(named(grouped(run).lines)).toEqual(['t0', 't2', 't1']);
	});

	it('lists the rows of open ones below them', () => {
		const run = table([
			[1, 'error'],
			[0, 'info'],
			[1, 'error']
		]);
		const { lines, firstRows } = grouped(run, [1]);
		expect(named(lines)).toEqual(['t1', 0, 2, 't0']);
		expect(firstRows.get(0)).toBe(1);
	});
});
