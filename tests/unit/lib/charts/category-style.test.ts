import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	categoryStyle,
	COLOURS,
	GROUP_NAMES,
	inDisplayOrder,
	KNOWN_LABELS,
	OTHER_PROBLEMS,
	placeProblems,
	registerLabels,
	SHADES
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

/**
 * Least distances of two shades: 0.02 is just noticeable side by side. Families have to be told apart at a glance and by
 * every eye; shades of one family with their names beside them.
 */
const LEAST_DISTANCE = {
	families: { normal: 0.13, deficient: 0.09 },
	shades: { normal: 0.08, deficient: 0.05 }
};
/** By family. */
const SHADES_OF = Object.entries({ ...SHADES, problem: [...SHADES.problem, OTHER_PROBLEMS] });
const ALL_SHADES = SHADES_OF.flatMap(([, shades]) => shades);

describe('categoryStyle', () => {
	it('knows the default labels and no others', () => {
		expect([...KNOWN_LABELS].sort()).toEqual([...DEFAULT_LABELS, 'Unclassified'].sort());
		expect(KNOWN_LABELS.at(-1)).toBe('Unclassified');
	});

	it('gives each default label two letters of its own', () => {
		const styles = KNOWN_LABELS.map(categoryStyle);
		expect(new Set(styles.map(({ glyph }) => glyph)).size).toBe(KNOWN_LABELS.length);
		for (const { glyph } of styles) expect(glyph).toHaveLength(2);
	});

	it('has tokens that the style sheet has', () => {
		const tokens = colourTokens('light');
		for (const token of ALL_SHADES) expect(tokens.has(token), token).toBe(true);
		for (const colour of COLOURS) expect(tokens.has(`--category-${colour}`), colour).toBe(true);
	});

	it('gives the hue of their family to all default labels', () => {
		const hue = (label: string): string => categoryStyle(label).family;
		expect(PROBLEM_LABELS.map(hue)).toEqual(PROBLEM_LABELS.map(() => 'problem'));
		expect(['HttpStatus', 'UserAction', 'NetworkActivity'].map(hue)).toEqual(
			Array(3).fill('activity')
		);
		expect(['SystemNotification', 'DebugTrace'].map(hue)).toEqual(Array(2).fill('routine'));
		for (const label of KNOWN_LABELS) {
			const { family, token } = categoryStyle(label);
			const shades = family === 'problem' ? [...SHADES.problem, OTHER_PROBLEMS] : SHADES[family];
			expect(shades, label).toContain(token);
		}
	});

	it('groups as problems what the pipeline does, resource usage apart', () => {
		const problems = KNOWN_LABELS.filter((label) => categoryStyle(label).group === 'problems');
		const expected = PROBLEM_LABELS.filter((label) => label !== 'ResourceUsage');
		expect(problems.sort()).toEqual([...expected].sort());
	});

	it('gives any other label the same colour each time, and never the greys', () => {
		const greys = [...SHADES.routine, ...SHADES.unclassified];
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

describe('placeProblems', () => {
	const PROBLEMS = ['SecurityAlert', 'HardwareError', 'DatabaseError', 'NetworkError', 'IOError'];
	const MORE = ['ConfigurationError', 'WorkflowError'];
	const counts = [...PROBLEMS, ...MORE].map((label, at): [string, number] => [label, 100 - at]);
	const token = (label: string): string => categoryStyle(label).token;

	it('gives the five largest problems of a run a shade each, and the rest one together', () => {
		placeProblems([['HttpStatus', 9_000], ...counts, ['ApplicationError', 0]], true);
		expect(PROBLEMS.map(token)).toEqual(SHADES.problem);
		expect([...MORE, 'ApplicationError'].map(token)).toEqual(Array(3).fill(OTHER_PROBLEMS));
		expect(token('HttpStatus')).toBe(SHADES.activity[0]);
	});

	it('changes no colour of an ended run when its counts do', () => {
		placeProblems(counts, true);
		placeProblems(
			counts.map(([label, rows]) => [label, label === 'SecurityAlert' ? 1 : rows]),
			false
		);
		expect(PROBLEMS.map(token)).toEqual(SHADES.problem);
	});

	it('changes no colour while a run goes on, and orders them at its end', () => {
		registerLabels([]);
		placeProblems([['IOError', 2]], false);
		placeProblems(
			[
				['NetworkError', 50],
				['IOError', 3]
			],
			false
		);
		expect([token('IOError'), token('NetworkError')]).toEqual(SHADES.problem.slice(0, 2));
		placeProblems(
			[
				['NetworkError', 50],
				['IOError', 3]
			],
			true
		);
		expect([token('NetworkError'), token('IOError')]).toEqual(SHADES.problem.slice(0, 2));
	});

	it('takes a problem of the user’s own for one, and starts again with another bundle', () => {
		registerLabels([
			{ name: 'Billing', problem: true },
			{ name: 'Login', problem: false }
		]);
		placeProblems(
			[
				['Billing', 4],
				['Login', 9]
			],
			true
		);
		expect(token('Billing')).toBe(SHADES.problem[0]);
		expect(categoryStyle('Login').family).toBe('activity');
		registerLabels([]);
		expect(token('IOError')).toBe(OTHER_PROBLEMS);
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

	/** Shades that are nearer to each other than they may be. */
	function close(kind: keyof typeof LEAST_DISTANCE, name: string): string[] {
		const vision = VISIONS[name] as (typeof VISIONS)[string];
		const least = LEAST_DISTANCE[kind][name === 'normal' ? 'normal' : 'deficient'];
		const seen = SHADES_OF.flatMap(([family, shades]) =>
			shades.map((token) => ({ family, token, at: okLab(colour(token), vision) }))
		);
		return seen.flatMap((a, i) =>
			seen
				.slice(i + 1)
				.filter((b) => (a.family === b.family) === (kind === 'shades'))
				.map((b) => ({ pair: `${a.token} ${b.token}`, apart: distance(a.at, b.at) }))
				.filter(({ apart }) => apart < least)
				.map(({ pair, apart }) => `${pair}: ${apart.toFixed(4)}`)
		);
	}

	it.each(Object.keys(VISIONS))('tell families apart as seen with %s vision', (name) => {
		expect(close('families', name)).toEqual([]);
	});

	it.each(Object.keys(VISIONS))('tell shades of a family apart as seen with %s vision', (name) => {
		expect(close('shades', name)).toEqual([]);
	});

	it('are warm for problems, cool for activity and grey for routine', () => {
		const normal = VISIONS['normal'] as (typeof VISIONS)[string];
		const lab = (token: string) => okLab(colour(token), normal);
		const chroma = (token: string): number => Math.hypot(lab(token)[1], lab(token)[2]);
		for (const token of [...SHADES.problem, OTHER_PROBLEMS]) {
			expect(lab(token)[1], token).toBeGreaterThan(-0.02);
			expect(lab(token)[2], token).toBeGreaterThan(0);
			expect(chroma(token), token).toBeGreaterThan(0.08);
		}
		for (const token of SHADES.activity) expect(lab(token)[2], token).toBeLessThan(-0.05);
		for (const token of [...SHADES.routine, ...SHADES.unclassified])
			expect(chroma(token), token).toBeLessThan(0.02);
	});

	it('show text at 4.5:1 or more', () => {
		const text = ['--text', '--text-muted', '--accent', '--accent-hover', '--danger'];
		expect(below(4.5, text, SURFACES)).toEqual([]);
		expect(below(4.5, ['--on-accent'], ['--accent', '--accent-hover'])).toEqual([]);
		expect(below(4.5, ['--text'], ['--highlight'])).toEqual([]);
	});

	it('show marks and the borders of controls at 3:1 or more', () => {
		const marks = [
			...ALL_SHADES,
			...COLOURS.map((name) => `--category-${name}`),
			...[...Object.values(TIER_STYLES), ...Object.values(SEVERITY_STYLES)].map(
				({ token }) => token
			)
		];
		expect(below(3, [...marks, '--line-strong', '--accent'], SURFACES)).toEqual([]);
	});
});
