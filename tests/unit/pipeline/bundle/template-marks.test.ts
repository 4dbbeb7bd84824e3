import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { MAX_TEMPLATE_MARKS } from '../../../../src/lib/pipeline/constants';
import {
	marksInForce,
	toggledMark,
	withMarks
} from '../../../../src/lib/pipeline/bundle/template-marks';
import { smallBundle } from '../../support/small-bundle';

const MUTED = { canonical: 'heartbeat from node #', state: 'muted' } as const;
const PINNED = { canonical: 'disk # is full', state: 'pinned' } as const;

describe('marksInForce', () => {
	it('puts what a person set above what the bundle brings', () => {
		const marks = marksInForce([MUTED, PINNED], [{ ...MUTED, state: 'pinned' }]);
		expect([...marks]).toEqual([
			[MUTED.canonical, 'pinned'],
			[PINNED.canonical, 'pinned']
		]);
	});

	it('lets a person take away a mark of the bundle', () => {
		const marks = marksInForce([MUTED], [{ ...MUTED, state: 'plain' }]);
		expect(marks.size).toBe(0);
	});
});

describe('withMarks', () => {
	it('gives a bundle that is valid and carries the marks', () => {
		const bundle = withMarks(smallBundle({ templates: [PINNED] }), [MUTED]);
		const read = parseBundle(JSON.parse(JSON.stringify(bundle)));
		expect(read.templates).toEqual([PINNED, MUTED]);
	});

	it('leaves the bundle itself alone, and out the field when nothing is marked', () => {
		const bundle = smallBundle({ templates: [MUTED] });
		expect(withMarks(bundle, [{ ...MUTED, state: 'plain' }])).not.toHaveProperty('templates');
		expect(bundle.templates).toEqual([MUTED]);
	});

	it('refuses more marks than a bundle may hold', () => {
		const many = Array.from({ length: MAX_TEMPLATE_MARKS + 1 }, (_, at) => ({
			canonical: `text ${at}`,
			state: 'muted' as const
		}));
		expect(() => withMarks(smallBundle(), many)).toThrow(/5001 muted or pinned messages/);
	});
});

describe('a bundle file with marks', () => {
	it.each([
		[[{ canonical: 'x', state: 'loud' }], /templates\.0\.state/],
		[[{ state: 'muted' }], /templates\.0\.canonical/],
		[[{ canonical: 'x'.repeat(10_000), state: 'muted' }], /templates\.0\.canonical/]
	])('is refused when a mark is wrong', (templates, message) => {
		expect(() => parseBundle({ ...smallBundle(), templates })).toThrow(message);
	});
});

describe('toggledMark', () => {
	it('sets a mark, replaces another one, and takes it away when pressed again', () => {
		expect(toggledMark(undefined, 'muted')).toBe('muted');
		expect(toggledMark('pinned', 'muted')).toBe('muted');
		expect(toggledMark('muted', 'muted')).toBe('plain');
	});
});
