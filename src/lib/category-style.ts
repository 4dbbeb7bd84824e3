import { UNCLASSIFIED } from './pipeline/types';

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

/** How a label looks. A label of the user's own gets a colour that depends on its name alone, so it stays the same. */
export function categoryStyle(label: string): CategoryStyle {
	return KNOWN.get(label) ?? fallbackStyle(label);
}

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

/** Puts labels in display order: the known ones as listed, then the others by name. */
export function inDisplayOrder(labels: Iterable<string>): string[] {
	const rank = (label: string): number => {
		const at = KNOWN_LABELS.indexOf(label);
		return at === -1 ? KNOWN_LABELS.length : at;
	};
	return [...labels].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
