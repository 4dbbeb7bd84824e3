import { readFileSync } from 'node:fs';

/** Red, green and blue of a colour, each in [0, 1]. */
export type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const CSS = readFileSync(new URL('../../../src/app.css', import.meta.url), 'utf8');
const TOKEN = /(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g;

/** Every opaque colour token of the style sheet, in its order, as it is in a theme. */
export function colourTokens(theme: Theme): Map<string, Rgb> {
	const found = [...CSS.matchAll(TOKEN)].map(([, name = '', light = '', dark = '']) => {
		const value = theme === 'light' ? light : dark;
		const part = (at: number): number => parseInt(value.slice(at, at + 2), 16) / 255;
		return [name, [part(1), part(3), part(5)]] as const;
	});
	return new Map<string, Rgb>(found);
}

const times = (matrix: Matrix, [a, b, c]: Rgb): Rgb => {
	const row = ([x, y, z]: Rgb): number => x * a + y * b + z * c;
	return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};
const each = ([a, b, c]: Rgb, change: (value: number) => number): Rgb => [
	change(a),
	change(b),
	change(c)
];

const toLinear = (rgb: Rgb): Rgb =>
	each(rgb, (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));

/** WCAG 2 contrast ratio, in [1, 21]. */
export function contrast(a: Rgb, b: Rgb): number {
	const luminance = (rgb: Rgb): number => {
		const [red, green, blue] = toLinear(rgb);
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (high + 0.05) / (low + 0.05);
}

/**
 * Ways of seeing, as matrices on linear RGB: Machado, Oliveira & Fernandes, A Physiologically-based Model for Simulation
 * of Color Vision Deficiency (2009), severity 1.
 */
export const VISIONS: Record<string, Matrix> = {
	normal: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1]
	],
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	],
	tritanopia: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039]
	]
};

/** A colour in OKLab (Ottosson, A perceptual color space for image processing, 2020), as seen with a way of seeing. */
export function okLab(rgb: Rgb, vision: Matrix): Rgb {
	const seen = each(times(vision, toLinear(rgb)), (v) => Math.min(1, Math.max(0, v)));
	const cones = times(
		[
			[0.4122214708, 0.5363325363, 0.0514459929],
			[0.2119034982, 0.6806995451, 0.1073969566],
			[0.0883024619, 0.2817188376, 0.6299787005]
		],
		seen
	);
	return times(
		[
			[0.2104542553, 0.793617785, -0.0040720468],
			[1.9779984951, -2.428592205, 0.4505937099],
			[0.0259040371, 0.7827717662, -0.808675766]
		],
		each(cones, Math.cbrt)
	);
}

/** Distance in OKLab; about 0.02 is just noticeable side by side. */
export const distance = (a: Rgb, b: Rgb): number =>
	Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
