import { SvelteMap } from 'svelte/reactivity';
import { UNCLASSIFIED } from '../pipeline/types';

/** The four kinds of events that the overview groups categories into, and rows that are none of them. */
export type CategoryGroup = 'problems' | 'activity' | 'status' | 'debug' | 'unclassified';

export interface CategoryStyle {
	/** CSS custom property of its colour, for `var(…)`. */
	token: string;
	/** Two letters that stand beside or instead of the colour where there is no room for the name. */
	glyph: string;
	group: CategoryGroup;
}

const style = (name: string, glyph: string, group: CategoryGroup): CategoryStyle => ({
	token: `--category-${name}`,
	glyph,
	group
});

/** In the order in which charts and menus list them. */
const KNOWN = new Map<string, CategoryStyle>([
	['SecurityAlert', style('security', 'Se', 'problems')],
	['HardwareError', style('hardware', 'Hw', 'problems')],
	['DatabaseError', style('database', 'Db', 'problems')],
	['NetworkError', style('network', 'Ne', 'problems')],
	['IOError', style('io', 'IO', 'problems')],
	['ConfigurationError', style('configuration', 'Co', 'problems')],
	['DeprecationWarning', style('deprecation', 'De', 'problems')],
	['WorkflowError', style('workflow', 'Wf', 'problems')],
	['ApplicationError', style('application', 'Ap', 'problems')],
	['ResourceUsage', style('resource', 'Re', 'status')],
	['HttpStatus', style('http', 'Ht', 'activity')],
	['UserAction', style('user', 'Us', 'activity')],
	['NetworkActivity', style('network-activity', 'Na', 'activity')],
	['SystemNotification', style('system', 'Sy', 'status')],
	['DebugTrace', style('debug', 'Dt', 'debug')],
	[UNCLASSIFIED, style('unclassified', '??', 'unclassified')]
]);

/** Colours that a label unknown to us may get: debug and unclassified keep their grey to themselves. */
const FALLBACK_TOKENS = [...KNOWN.values()]
	.filter(({ group }) => group !== 'debug' && group !== 'unclassified')
	.map(({ token }) => token);

/** Labels of the default bundle, in display order, `Unclassified` last. */
export const KNOWN_LABELS: readonly string[] = [...KNOWN.keys()];

/** Names of the groups, in display order. */
export const GROUP_NAMES: Record<CategoryGroup, string> = {
	problems: 'Problems',
	activity: 'Activity',
	status: 'Status',
	debug: 'Debug',
	unclassified: 'Unclassified'
};

/** Colours that a user can give a label, by name. */
export const COLOURS: readonly string[] = [...KNOWN.values()]
	.filter(({ group }) => group !== 'unclassified')
	.map(({ token }) => token.replace('--category-', ''));

/** What a bundle says about the look of a label. */
interface LabelLook {
	name: string;
	colour?: string | undefined;
	problem?: boolean | undefined;
}

/** Labels of the bundle on screen, in its order. */
const shown = new SvelteMap<string, LabelLook>();

/** Takes up the looks and the order that a bundle gives its labels, in place of those of the bundle before. */
export function registerLabels(labels: readonly LabelLook[]): void {
	shown.clear();
	for (const label of labels) shown.set(label.name, label);
}

/** Names of the labels of the bundle on screen, and of what is unlike all of them; the default ones until there is another. */
export const labelsOnScreen = (): readonly string[] =>
	shown.size > 0 ? [...new Set([...shown.keys(), UNCLASSIFIED])] : KNOWN_LABELS;

/** How a label looks. A label of the user's own gets a colour that depends on its name alone, so it stays the same. */
export function categoryStyle(label: string): CategoryStyle {
	const style = KNOWN.get(label) ?? fallbackStyle(label);
	const look = shown.get(label);
	if (!look) return style;
	const token =
		look.colour && COLOURS.includes(look.colour) ? `--category-${look.colour}` : style.token;
	return { ...style, token, group: KNOWN.has(label) ? style.group : groupOf(style.group, look) };
}

/** A label of the user's own is a problem when its bundle says so, whatever its name suggests. */
const groupOf = (byName: CategoryGroup, { problem }: LabelLook): CategoryGroup =>
	problem === undefined ? byName : problem ? 'problems' : 'status';

function fallbackStyle(label: string): CategoryStyle {
	const token = FALLBACK_TOKENS[hash(label) % FALLBACK_TOKENS.length] ?? '--category-unclassified';
	const isProblem = /error|alert|fail|warning|fault/i.test(label);
	return { token, glyph: label.slice(0, 2), group: isProblem ? 'problems' : 'status' };
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
