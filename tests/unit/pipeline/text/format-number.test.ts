import fc from 'fast-check';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	formatAmount,
	formatCount,
	formatShare,
	formatShareRange
} from '../../../../src/lib/pipeline/text/format-number';

describe('counts', () => {
	it('group thousands', () => {
		expect([0, 999, 12_403, 1_000_000].map(formatCount)).toEqual([
			'0',
			'999',
			'12,403',
			'1,000,000'
		]);
	});

	it('take an s unless it is one', () => {
		expect([0, 1, 2, 12_403].map((rows) => formatAmount(rows, 'row'))).toEqual([
			'0 rows',
			'1 row',
			'2 rows',
			'12,403 rows'
		]);
	});
});

describe('formatShare', () => {
	it('has one digit after the point at most', () => {
		expect(formatShare(438, 1_000)).toBe('43.8%');
		expect(formatShare(1, 2)).toBe('50%');
		expect(formatShare(1, 3)).toBe('33.3%');
	});

	it('takes a share by itself', () => {
		expect([0, 0.07, 0.5, 0.97349, 1].map((share) => formatShare(share))).toEqual([
			'0%',
			'7%',
			'50%',
			'97.3%',
			'100%'
		]);
		expect([formatShare(1e-6), formatShare(1 - 1e-6)]).toEqual(['<0.1%', '>99.9%']);
	});

	it('says 0% and 100% only when it is so', () => {
		expect([formatShare(0, 0), formatShare(0, 5), formatShare(5, 5)]).toEqual(['0%', '0%', '100%']);
		expect([formatShare(1, 100_000), formatShare(99_999, 100_000)]).toEqual(['<0.1%', '>99.9%']);
		expect([formatShare(1, 2_000), formatShare(1_999, 2_000)]).toEqual(['0.1%', '>99.9%']);
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 1_000_000 }), fc.nat(), (whole, seed) => {
				const part = 1 + (seed % (whole - 1));
				expect(['0%', '100%']).not.toContain(formatShare(part, whole));
			})
		);
	});
});

describe('formatShareRange', () => {
	it('has one sign', () => {
		expect(formatShareRange(0.2, 0.45)).toBe('20–45%');
		expect(formatShareRange(0.8123, 1)).toBe('81.2–100%');
	});
});

describe('the source', () => {
	const root = join(import.meta.dirname, '..', '..', '..', '..', 'src');
	/** A value and then a sign. In an attribute it is CSS. */
	const byHand = /^(?!.*style:).*\}\s?%/;

	it('finds percent signs that are put by hand', () => {
		expect(byHand.test('return `${Math.round(value * 100)} %`;')).toBe(true);
		expect(byHand.test('<span>{percent}%</span>')).toBe(true);
		expect(byHand.test('<i style:width="{value * 100}%"></i>')).toBe(false);
	});

	it('leaves percent signs to these functions', () => {
		// A route's folder may be called like a file.
		const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
			(name) => /\.(?:ts|svelte)$/.test(name) && statSync(join(root, name)).isFile()
		);
		expect(files.length).toBeGreaterThan(100);
		const found = files.flatMap((name) =>
			readFileSync(join(root, name), 'utf8')
				.split('\n')
				.flatMap((line, at) => (byHand.test(line) ? [`${name}:${at + 1} ${line.trim()}`] : []))
		);
		expect(found).toEqual([]);
	});
});
