import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variableParts } from '../../../../src/lib/pipeline/canonical/align-template';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { templateValues } from '../../../../src/lib/pipeline/view/template-values';

const partsOf = (message: string): string[] =>
	variableParts(message, canonicalise(message)).map(({ start, end }) => message.slice(start, end));

describe('variableParts', () => {
	it('finds what varies', () => {
		expect(partsOf('Failed password for invalid user admin from 10.0.0.9 port 4022 ssh2')).toEqual([
			'10.0.0.9',
			'4022',
			'2'
		]);
		expect(partsOf('took 12ms for user=root (uid=0)')).toEqual(['12ms', '0']);
		expect(partsOf('open /var/log/app.log: permission denied')).toEqual(['/var/log/app.log']);
		expect(partsOf('nothing varies here')).toEqual([]);
	});

	it('gives a leading time no place of its own', () => {
		const message = '2026-03-01 10:00:00,123 INFO block 77 received';
		const parts = variableParts(message, canonicalise(message));
		expect(parts.map(({ slot, start, end }) => [slot, message.slice(start, end)])).toEqual([
			[-1, '2026-03-01 10:00:00,123'],
			[0, '77']
		]);
	});

	it('gives stretches in order, inside the message and apart, for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (message) => {
				let last = 0;
				for (const { start, end } of variableParts(message, canonicalise(message))) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					last = end;
				}
				expect(last).toBeLessThanOrEqual(message.length);
			}),
			{ numRuns: 300 }
		);
	});
});

describe('templateValues', () => {
	it('counts what stands at each place', () => {
		const messages = ['a', 'a', 'b'].map((host, at) => `lost 10.0.0.${at % 2} of ${host}1 twice`);
		const { parts, sampled, rows } = templateValues(
			canonicalise(messages[0] as string),
			messages,
			9
		);
		expect(parts[0]).toEqual({
			before: 'lost',
			values: [
				['10.0.0.0', 2],
				['10.0.0.1', 1]
			],
			distinct: 2
		});
		expect(parts[1]?.values).toEqual([
			['a1', 2],
			['b1', 1]
		]);
		expect([sampled, rows]).toEqual([3, 9]);
	});
});
