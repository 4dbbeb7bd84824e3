import { SvelteMap } from 'svelte/reactivity';
import { UNCLASSIFIED } from '../pipeline/types';

/** The four kinds of events that the overview groups categories into, and rows that are none of them. */
export type CategoryGroup = 'problems' | 'activity' | 'status' | 'debug' | 'unclassified';

/** What decides the hue: problems are warm, activity is cool, routine is grey. */
export type ColourFamily = 'problem' | 'activity' | 'routine' | 'unclassified';

export interface CategoryStyle {
	/** CSS custom property of its colour, for `var(…)`. */
	token: string;
	/** Two letters that stand beside or instead of the colour where there is no room for the name. */
	glyph: string;
	group: CategoryGroup;
	/** Its mark has a form for each family, so that no colour stands alone. */
	family: ColourFamily;
}

type Known = Omit<CategoryStyle, 'token'>;
const known = (glyph: string, group: CategoryGroup, family: ColourFamily): Known => ({
	glyph,
	group,
	family
});

/** In the order in which charts and menus list them. */
const KNOWN = new Map<string, Known>([
	['SecurityAlert', known('Se', 'problems', 'problem')],
	['HardwareError', known('Hw', 'problems', 'problem')],
	['DatabaseError', known('Db', 'problems', 'problem')],
	['NetworkError', known('Ne', 'problems', 'problem')],
	['IOError', known('IO', 'problems', 'problem')],
	['ConfigurationError', known('Co', 'problems', 'problem')],
	['DeprecationWarning', known('De', 'problems', 'problem')],
	['WorkflowError', known('Wf', 'problems', 'problem')],
	['ApplicationError', known('Ap', 'problems', 'problem')],
	['ResourceUsage', known('Re', 'status', 'problem')],
	['HttpStatus', known('Ht', 'activity', 'activity')],
	['UserAction', known('Us', 'activity', 'activity')],
	['NetworkActivity', known('Na', 'activity', 'activity')],
	['SystemNotification', known('Sy', 'status', 'routine')],
	['DebugTrace', known('Dt', 'debug', 'routine')],
	[UNCLASSIFIED, known('??', 'unclassified', 'unclassified')]
]);

/** Labels of the default bundle, in display order, `Unclassified` last. */
export const KNOWN_LABELS: readonly string[] = [...KNOWN.keys()];

/** Shades of each family. Beyond its own, the problems of a run share one. */
export const SHADES: Record<ColourFamily, readonly string[]> = {
	problem: [1, 2, 3, 4, 5].map((shade) => `--problem-${shade}`),
	activity: [1, 2, 3].map((shade) => `--activity-${shade}`),
	routine: [1, 2].map((shade) => `--routine-${shade}`),
	unclassified: ['--unclassified']
};
export const OTHER_PROBLEMS = '--problem-other';

/** Names of the groups, in display order. */
export const GROUP_NAMES: Record<CategoryGroup, string> = {
	problems: 'Problems',
	activity: 'Activity',
	status: 'Status',
	debug: 'Debug',
	unclassified: 'Unclassified'
};

/** Colours that a user can give a label, by name. */
export const COLOURS: readonly string[] = [
	...['security', 'hardware', 'database', 'network', 'io', 'configuration', 'deprecation'],
	...['workflow', 'application', 'resource', 'http', 'user', 'network-activity', 'system', 'debug']
];

/** What a bundle says about the look of a label. */
interface LabelLook {
	name: string;
	colour?: string | undefined;
	problem?: boolean | undefined;
	family?: string | undefined;
}

/** Labels of the bundle on screen, in its order. */
const shown = new SvelteMap<string, LabelLook>();
/** Place of each problem among those of the run on screen, the largest first. */
const places = new SvelteMap<string, number>();

/** Takes up the looks and the order that a bundle gives its labels, in place of those of the bundle before. */
export function registerLabels(labels: readonly LabelLook[]): void {
	shown.clear();
	places.clear();
	for (const label of labels) shown.set(label.name, label);
}

/** Names of the labels of the bundle on screen, and of what is unlike all of them; the default ones until there is another. */
export const labelsOnScreen = (): readonly string[] =>
	shown.size > 0 ? [...new Set([...shown.keys(), UNCLASSIFIED])] : KNOWN_LABELS;

/**
 * Gives the largest problems of a run shades of their own. A problem keeps the place that it came to first, or colours
 * would change under the eyes while rows come and with each message that is muted or decided.
 *
 * @param rows by label
 * @param ends the run has just ended: places are given out again, by all of its rows
 */
export function placeProblems(
	rows: readonly (readonly [label: string, rows: number])[],
	ends: boolean
): void {
	const problems = rows
		.filter(([label, count]) => count > 0 && familyOf(label) === 'problem')
		.sort((a, b) => b[1] - a[1])
		.map(([label]) => label);
	if (ends) places.clear();
	for (const label of problems) if (!places.has(label)) places.set(label, places.size);
}

/** How a label looks. A label of the user's own gets a colour that depends on its name alone, so it stays the same. */
export function categoryStyle(label: string): CategoryStyle {
	const family = familyOf(label);
	const style = KNOWN.get(label) ?? { glyph: label.slice(0, 2), group: groupByName(label) };
	const look = shown.get(label);
	const token =
		look?.colour && COLOURS.includes(look.colour)
			? `--category-${look.colour}`
			: shadeOf(label, family);
	const group = look && !KNOWN.has(label) ? groupOf(style.group, look) : style.group;
	return { glyph: style.glyph, group, family, token };
}

/** A label of the user's own is a problem when its bundle says so, whatever its name suggests. */
const groupOf = (byName: CategoryGroup, { problem }: LabelLook): CategoryGroup =>
	problem === undefined ? byName : problem ? 'problems' : 'status';

const groupByName = (label: string): CategoryGroup =>
	/error|alert|fail|warning|fault/i.test(label) ? 'problems' : 'status';

function familyOf(label: string): ColourFamily {
	const ofKnown = KNOWN.get(label)?.family;
	if (ofKnown) return ofKnown;
	const look = shown.get(label);
	if (groupOf(groupByName(label), look ?? { name: label }) === 'problems') return 'problem';
	return look?.family === 'routine' ? 'routine' : 'activity';
}

function shadeOf(label: string, family: ColourFamily): string {
	const shades = SHADES[family];
	if (family === 'problem') return shades[places.get(label) ?? shades.length] ?? OTHER_PROBLEMS;
	// Of those of one family the known ones differ from each other.
	const siblings = KNOWN_LABELS.filter((other) => KNOWN.get(other)?.family === family);
	const at = siblings.includes(label) ? siblings.indexOf(label) : hash(label);
	return shades[at % shades.length] as string;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const character of text)
		value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return value >>> 0;
}

/** Puts labels in display order: the bundle's in its order, then the known ones as listed, then the others by name. */
export function inDisplayOrder(labels: Iterable<string>): string[] {
	const order = [...new Set([...shown.keys(), ...KNOWN_LABELS])];
	const rank = (label: string): number => {
		const at = order.indexOf(label);
		return at === -1 ? order.length : at;
	};
	return [...labels].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
