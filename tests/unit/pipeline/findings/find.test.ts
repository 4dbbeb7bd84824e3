import { describe, expect, it } from 'vitest';
import { findFindings } from '../../../../src/lib/pipeline/findings/find';
import { seededRandom, shuffled } from '../../../../training/random';
import { timedTable, type TimedRow } from '../../support/timed-table';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20);
const SPAN = 180 * MINUTE;

/** Three hours of three messages that come at random, from two programs. */
function ordinary(seed = 1, count = 900): TimedRow[] {
	const random = seededRandom(seed);
	const kinds = [
		{ message: 'page rendered in # ms', source: 'web' },
		{ message: 'basket priced', source: 'web' },
		{ message: 'transfer booked', source: 'ledger' }
	];
	return Array.from({ length: count }, () => ({
		time: START + random() * SPAN,
		...(kinds[Math.floor(random() * 3)] as { message: string; source: string })
	}));
}

/** So many rows of a message, evenly from one minute to another. */
const rowsOf = (message: string, from: number, to: number, count: number): TimedRow[] =>
	Array.from({ length: count }, (_, at) => ({
		time: START + (from + ((to - from) * at) / count) * MINUTE,
		message,
		source: 'web'
	}));

const find = (rows: readonly TimedRow[], baseline?: { rows: number; messages: Set<string> }) =>
	findFindings(timedTable(rows), baseline ? { baseline } : {});
const minuteOf = (time: number): number => (time - START) / MINUTE;

describe('findings', () => {
	it('has none where nothing happens', () => {
		for (let seed = 1; seed < 30; seed++) expect(find(ordinary(seed))).toEqual([]);
	});

	it('has none without times, without rows, and in one moment', () => {
		expect(find([])).toEqual([]);
		expect(find(ordinary().map((row) => ({ ...row, time: NaN })))).toEqual([]);
		expect(find(ordinary().map((row) => ({ ...row, time: START })))).toEqual([]);
	});

	it('tells an error that began', () => {
		const [found] = find([...ordinary(), ...rowsOf('connection refused', 120, 180, 60)]);
		expect(found).toMatchObject({ kind: 'began', count: 60, others: 0, ended: false });
		expect(minuteOf(found?.from ?? 0)).toBeCloseTo(120, 1);
		expect(found?.evidence.logChance).toBeLessThan(Math.log(0.005));
	});

	it('tells a burst, and that it was over', () => {
		const [found] = find([...ordinary(), ...rowsOf('login failed', 60, 63, 80)]);
		expect(found).toMatchObject({ kind: 'burst', count: 80, ended: true });
		expect(minuteOf(found?.from ?? 0)).toBeCloseTo(60, 1);
		expect(minuteOf(found?.to ?? 0)).toBeCloseTo(63, 0);
	});

	it('tells a rise with its factor', () => {
		const [found] = find([
			...ordinary(),
			...rowsOf('payment failed', 0, 120, 24),
			...rowsOf('payment failed', 120, 180, 96)
		]);
		expect(found?.kind).toBe('rose');
		expect(found?.factor).toBeGreaterThan(7);
		expect(found?.factor).toBeLessThan(9);
		expect(minuteOf(found?.from ?? 0)).toBeCloseTo(120, -1);
	});

	it('tells an error that stopped', () => {
		const [found] = find([...ordinary(), ...rowsOf('index failed', 0, 90, 91)]);
		expect(found?.templates).toHaveLength(1);
		expect(found?.kind).toBe('stopped');
		expect(minuteOf(found?.from ?? 0)).toBeCloseTo(89.5, 0);
	});

	it('tells a heartbeat that is missing, and for how long', () => {
		const beats = rowsOf('replica in sync', 0, 180, 180).filter(
			({ time }) => minuteOf(time) < 100 || minuteOf(time) > 115
		);
		const [found] = find([...ordinary(), ...beats]);
		expect(found).toMatchObject({ kind: 'missing', ended: true });
		expect(found?.period).toBeCloseTo(MINUTE, -1);
		expect(found?.count).toBeGreaterThanOrEqual(14);
		expect(minuteOf(found?.from ?? 0)).toBeCloseTo(99.5, 0);
	});

	it('tells a program that fell silent once, without its messages', () => {
		const rows = ordinary().filter(
			({ source, time }) => source !== 'ledger' || minuteOf(time) < 110
		);
		const findings = find(rows);
		expect(findings.map(({ kind }) => kind)).toEqual(['silent']);
		expect(timedTable(rows).sources[findings[0]?.source ?? -1]).toBe('ledger');
	});

	it('tells a time without any rows once, not for each program', () => {
		const rows = ordinary().filter(({ time }) => minuteOf(time) < 80 || minuteOf(time) > 95);
		expect(find(rows).map(({ kind }) => kind)).toEqual(['gap']);
	});

	it('tells a critical message that is rare, and no other', () => {
		const once = { time: START + 50 * MINUTE, message: 'kernel panic: not syncing' };
		expect(find([...ordinary(), once])[0]).toMatchObject({ kind: 'first', count: 1 });
		const often = rowsOf('kernel panic: not syncing', 0, 180, 60);
		expect(find([...ordinary(), ...often])).toEqual([]);
	});

	it('tells a problem that another log does not have', () => {
		const rows = [...ordinary(), ...rowsOf('disk failure', 3, 170, 12)];
		const messages = new Set(ordinary().map(({ message }) => message));
		expect(find(rows, { rows: 900, messages })[0]).toMatchObject({ kind: 'new', count: 12 });
		messages.add('disk failure');
		expect(find(rows, { rows: 900, messages })).toEqual([]);
	});

	it('has none where all traffic doubles', () => {
		for (let seed = 1; seed < 20; seed++) {
			const more = ordinary(seed + 100, 1_800).filter(({ time }) => minuteOf(time) > 90);
			expect(find([...ordinary(seed), ...more])).toEqual([]);
		}
	});

	it('is the same whatever the order of the rows', () => {
		const rows = [...ordinary(), ...rowsOf('connection refused', 120, 180, 60)];
		const moments = (given: readonly TimedRow[]) =>
			find(given).map(({ kind, from, to, count, factor }) => ({ kind, from, to, count, factor }));
		expect(moments(shuffled(rows, seededRandom(3)))).toEqual(moments(rows));
	});

	it('counts rows that come together as one', () => {
		const random = seededRandom(9);
		const clumps = Array.from({ length: 12 }, () => START + random() * SPAN).flatMap((time) =>
			Array.from({ length: 20 }, (_, at) => ({ time: time + at * 30, message: 'retry failed' }))
		);
		expect(find([...ordinary(), ...clumps])).toEqual([]);
	});

	it('tells several messages of one moment and program as one', () => {
		const errors = ['query failed: a', 'statement failed: b', 'commit failed: c'].flatMap(
			(message, at) => rowsOf(message, 120 + at / 10, 180, 40)
		);
		const findings = find([...ordinary(), ...errors]);
		expect(findings).toHaveLength(1);
		expect(findings[0]?.templates.length === 3 || findings[0]?.related.length === 2).toBe(true);
	});
});
