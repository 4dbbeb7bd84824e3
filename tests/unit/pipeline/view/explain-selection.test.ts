import { describe, expect, it } from 'vitest';
import { applyFilter } from '../../../../src/lib/pipeline/view/row-filter';
import { explainSelection } from '../../../../src/lib/pipeline/view/explain-selection';
import type { RowFilter } from '../../../../src/lib/pipeline/view/filter';
import { timedTable, type TimedRow } from '../../support/timed-table';

/** A steady file of 1,000 s, in whose last hundred seconds a disk fails, a host gets busy and a job is missing. */
const ROWS: TimedRow[] = Array.from({ length: 1_000 }, (_, second) => {
	const late = second >= 900;
	return [
		{ time: second, message: 'served a page', source: late ? 'b' : second % 2 ? 'a' : 'b' },
		...(second % 10 === 0 && !late ? [{ time: second, message: 'job done', source: 'a' }] : []),
		...(late && second % 5 === 0
			? [{ time: second, message: 'error: disk failed', source: 'b' }]
			: []),
		...(second === 950 ? [{ time: second, message: 'error: one of its kind', source: 'b' }] : []),
		...(second === 960 ? [{ time: second, message: 'a note of its kind', source: 'b' }] : []),
		...(second % 7 === 0 ? [{ time: second, message: 'cache flushed', source: 'a' }] : [])
	];
}).flat();
const LATE: RowFilter = { time: [900, 1_000] };

function explained(filter: RowFilter, mute?: string) {
	const table = timedTable(ROWS);
	if (mute) table.marks = new Map([[mute, 'muted']]);
	return explainSelection(table, filter, applyFilter(table, filter));
}

describe('explainSelection', () => {
	it('names what is new, gone and more inside, problems first, then the most surprising', () => {
		const { messages } = explained(LATE);
		expect(
			messages.map(({ name, kind, inside, outside }) => [name, kind, inside, outside])
		).toEqual([
			['error: disk failed', 'appeared', 20, 0],
			['error: one of its kind', 'appeared', 1, 0],
			['job done', 'vanished', 0, 90]
		]);
		expect(messages.map(({ problem }) => problem)).toEqual([true, true, false]);
	});

	it('tells sources too', () => {
		const { sources } = explained(LATE);
		expect(sources.map(({ name, kind }) => [name, kind])).toEqual([
			['b', 'rose'],
			['a', 'fell']
		]);
	});

	it('counts every row once, without muted messages', () => {
		const { rowsInside, rowsOutside } = explained(LATE, 'job done');
		expect(rowsInside + rowsOutside).toBe(ROWS.length - 90);
		expect(explained(LATE, 'job done').messages.some(({ name }) => name === 'job done')).toBe(
			false
		);
	});

	it('lets muted messages take part where the filter shows them', () => {
		const filter = { ...LATE, showMuted: true };
		const { messages, rowsInside, rowsOutside } = explained(filter, 'job done');
		expect(rowsInside + rowsOutside).toBe(ROWS.length);
		expect(messages.map(({ name }) => name)).toContain('job done');
	});

	it('names nothing where there is no rest, or no selection', () => {
		for (const filter of [{}, { time: [5_000, 6_000] }] as RowFilter[]) {
			const { messages, sources } = explained(filter);
			expect([...messages, ...sources]).toEqual([]);
		}
	});

	it('counts a text once, whatever levels it occurs at', () => {
		const table = timedTable(ROWS);
		// Of the errors of the disk every other row is another template, as one at another level is.
		const disk = table.templates.findIndex((entry) => entry?.canonical === 'error: disk failed');
		const other = table.templates.length;
		const rows = [...table.template.keys()].filter((row) => table.template[row] === disk);
		rows.forEach((row, at) => {
			if (at % 2 === 1) table.template[row] = other;
		});
		table.addTemplate({ index: other, canonical: 'error: disk failed', level: 'info' });
		const found = (filter: RowFilter) =>
			explainSelection(table, filter, applyFilter(table, filter)).messages.filter(
				({ name }) => name === 'error: disk failed'
			);
		const [change, ...more] = found(LATE);
		expect(more).toEqual([]);
		expect(change).toMatchObject({ inside: 20, outside: 0 });
		expect(change?.filter.templates).toEqual([disk, other]);
		expect(applyFilter(table, change?.filter ?? {}).rows).toHaveLength(20);
		const half = found({ ...LATE, templates: [other] })[0];
		expect(half).toMatchObject({ inside: 10, outside: 10 });
		expect(applyFilter(table, half?.filter ?? {}).rows).toHaveLength(10);
	});

	it('filters to the rows that it speaks of', () => {
		const table = timedTable(ROWS);
		for (const { filter, inside, outside, kind } of explained(LATE).messages)
			expect(applyFilter(table, filter).rows).toHaveLength(kind === 'vanished' ? outside : inside);
	});

	it('finds nothing in a part that is like the rest', () => {
		const { messages, sources } = explained({ time: [300, 600] });
		expect(messages.map(({ kind }) => kind)).toEqual(['vanished']);
		expect(messages[0]?.name).toBe('error: disk failed');
		expect(sources).toEqual([]);
	});
});
