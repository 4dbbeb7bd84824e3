import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	categoryStyle,
	GROUP_NAMES,
	inDisplayOrder,
	KNOWN_LABELS
} from '../../../../src/lib/charts/category-style';
import { DEFAULT_LABELS, PROBLEM_LABELS } from '../../../../src/lib/pipeline/bundle/default-labels';
import { SEVERITY_STYLES, TIER_STYLES } from '../../../../src/lib/charts/tier-style';
import {
	colourTokens,
	contrast,
	distance,
	okLab,
	THEMES,
	VISIONS,
	type Rgb
} from '../../support/colour';

describe('categoryStyle', () => {
	it('knows the default labels and no others', () => {
		expect([...KNOWN_LABELS].sort()).toEqual([...DEFAULT_LABELS, 'Unclassified'].sort());
		expect(KNOWN_LABELS.at(-1)).toBe('Unclassified');
	});

	it('gives each default label a colour and two letters of its own', () => {
		const styles = KNOWN_LABELS.map(categoryStyle);
		expect(new Set(styles.map(({ token }) => token)).size).toBe(KNOWN_LABELS.length);
		expect(new Set(styles.map(({ glyph }) => glyph)).size).toBe(KNOWN_LABELS.length);
		for (const { glyph } of styles) expect(glyph).toHaveLength(2);
	});

	it('has the tokens that the style sheet has', () => {
		const tokens = [...colourTokens('light').keys()].filter((name) =>
			name.startsWith('--category')
		);
		expect(KNOWN_LABELS.map((label) => categoryStyle(label).token).sort()).toEqual(tokens.sort());
	});

	it('groups as problems what the pipeline does, resource usage apart', () => {
		const problems = KNOWN_LABELS.filter((label) => categoryStyle(label).group === 'problems');
		const expected = PROBLEM_LABELS.filter((label) => label !== 'ResourceUsage');
		expect(problems.sort()).toEqual([...expected].sort());
	});

	it('gives any other label the same colour each time, and never the greys', () => {
		const greys = ['--category-debug', '--category-unclassified'];
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (label) => {
				fc.pre(!KNOWN_LABELS.includes(label));
				const style = categoryStyle(label);
				expect(style).toEqual(categoryStyle(label));
				expect(greys).not.toContain(style.token);
				expect(colourTokens('light').has(style.token)).toBe(true);
				expect(Object.keys(GROUP_NAMES)).toContain(style.group);
			})
		);
	});

	it('tells a problem by its name', () => {
		for (const name of ['PaymentError', 'FraudAlert', 'login failure', 'GroundFault', 'WARNING'])
			expect(categoryStyle(name).group, name).toBe('problems');
		for (const name of ['Billing', 'Backup', '']) expect(categoryStyle(name).group).toBe('status');
	});
});

describe('inDisplayOrder', () => {
	it('puts known labels first, as listed, then the others by name', () => {
		const labels = ['Zebra', 'Unclassified', 'HttpStatus', 'apple', 'SecurityAlert'];
		expect(inDisplayOrder(labels)).toEqual([
			'SecurityAlert',
			'HttpStatus',
			'Unclassified',
			'apple',
			'Zebra'
		]);
		expect(labels[0]).toBe('Zebra');
		expect(inDisplayOrder(new Set([...KNOWN_LABELS].reverse()))).toEqual(KNOWN_LABELS);
	});
});

/** Two colours nearer to each other than this would only be told apart side by side, if at all. */
const LEAST_DISTANCE = { normal: 0.06, deficient: 0.035 };
const SURFACES = ['', '-raised', '-sunken', '-hover', '-selected'].map(
	(kind) => `--surface${kind}`
);

describe.each(THEMES)('the colours of the %s theme', (theme) => {
	const tokens = colourTokens(theme);
	const colour = (name: string): Rgb => {
		const found = tokens.get(name);
		if (!found) throw new Error(`no token ${name}`);
		return found;
	};
	/** Pairs of colours whose contrast is less. */
	const below = (least: number, names: readonly string[], grounds: readonly string[]): string[] =>
		names.flatMap((name) =>
			grounds
				.map((ground) => ({ ground, ratio: contrast(colour(name), colour(ground)) }))
				.filter(({ ratio }) => ratio < least)
				.map(({ ground, ratio }) => `${name} on ${ground}: ${ratio.toFixed(2)}`)
		);

	it.each(Object.entries(VISIONS))('are all different as seen with %s vision', (name, vision) => {
		const least = name === 'normal' ? LEAST_DISTANCE.normal : LEAST_DISTANCE.deficient;
		const seen = KNOWN_LABELS.map((label) => okLab(colour(categoryStyle(label).token), vision));
		const close = seen.flatMap((a, i) =>
			seen
				.map((b, j) => ({ j, apart: distance(a, b) }))
				.filter(({ j, apart }) => j > i && apart < least)
				.map(({ j, apart }) => `${KNOWN_LABELS[i]} ${KNOWN_LABELS[j]}: ${apart.toFixed(4)}`)
		);
		expect(close).toEqual([]);
	});

	it('show text at 4.5:1 or more', () => {
		const text = ['--text', '--text-muted', '--accent', '--accent-hover', '--danger'];
		expect(below(4.5, text, SURFACES)).toEqual([]);
		expect(below(4.5, ['--on-accent'], ['--accent', '--accent-hover'])).toEqual([]);
		expect(below(4.5, ['--text'], ['--highlight'])).toEqual([]);
	});

	it('show marks and the borders of controls at 3:1 or more', () => {
		const marks = [
			...KNOWN_LABELS.map(categoryStyle),
			...Object.values(TIER_STYLES),
			...Object.values(SEVERITY_STYLES)
		].map(({ token }) => token);
		expect(below(3, [...marks, '--line-strong', '--accent'], SURFACES)).toEqual([]);
	});
});
