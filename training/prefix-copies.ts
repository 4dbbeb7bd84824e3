import { createHash } from 'node:crypto';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import type { LabelledText } from './labelled-texts';
import { pick, seededRandom } from './random';
import { SETTINGS } from './settings';
import type { Random } from './slots';

/** One part of a prefix: `[worker #] `, `<info> `, `net.dhcp: `, `BlockMap::commit: `, `flush(): `. */
const PART =
	/^(?:\[[^\]\s]{1,30}(?: [^\]\s]{1,20})?\]:?\s+|<[\w.-]+>\s+|\(?[A-Za-z_#][\w.$/#<>~-]*(?:::[\w~$.<>#-]+)*(?:\(\))?\)?\s*:\s+)/;
/** A part that says what happened, or how bad it is, belongs to the message. */
const TELLING =
	/err|exce|fail|fault|warn|fatal|panic|crit|alert|bug|oops|depre|assert|denied|abort|time-?out|info|notice|note|trace|severe|emerg/i;
/** Words that a message keeps at least: fewer say nothing without what stood before them. */
const LEAST_WORDS = 3;

const NOUNS = [
	'Session',
	'Block',
	'Volume',
	'Cache',
	'Route',
	'Device',
	'Power',
	'Queue',
	'Network',
	'Task',
	'Job',
	'Index',
	'Disk',
	'Frame',
	'Window',
	'Sensor',
	'Store',
	'Peer',
	'Token',
	'Link',
	'Audio',
	'Policy',
	'Cluster',
	'Log',
	'Order',
	'Mail'
];
const ROLES = [
	'Manager',
	'Controller',
	'Service',
	'Handler',
	'Monitor',
	'Client',
	'Worker',
	'Driver',
	'Registry',
	'Agent',
	'Server',
	'Tracker',
	'Scheduler',
	'Pool',
	''
];
const VERBS = [
	'start',
	'update',
	'handle',
	'run',
	'process',
	'init',
	'check',
	'apply',
	'commit',
	'load',
	'publish',
	'sync',
	'open',
	'close',
	'notify',
	'scan',
	'on',
	'do'
];
const OBJECTS = [
	'State',
	'Event',
	'Request',
	'Config',
	'Entry',
	'Status',
	'Items',
	'Change',
	'Result',
	''
];

const className = (random: Random): string => pick(random, NOUNS) + pick(random, ROLES);
const methodName = (random: Random): string => pick(random, VERBS) + pick(random, OBJECTS);
const moduleName = (random: Random): string => pick(random, NOUNS).toLowerCase();

/** The forms in which programs name what logs. */
const FORMS: readonly ((random: Random) => string)[] = [
	(random) => `${className(random)}::${methodName(random)}: `,
	(random) => `${className(random)}::${methodName(random)} - `,
	(random) => `${className(random)}::${methodName(random)}: `,
	(random) => `${className(random)}.${methodName(random)}: `,
	(random) => `${methodName(random)}(): `,
	(random) => `${className(random)}: `,
	(random) => `[${className(random)}] `,
	(random) => `[${moduleName(random)}-#] `,
	(random) => `${moduleName(random)}.${moduleName(random)}: `,
	(random) => `${moduleName(random)}: `,
	(random) => `${moduleName(random)}_${pick(random, VERBS)}: `,
	(random) => `${moduleName(random)}.c:#: `
];

/** What stands before a canonical text's message and names who logs it, and the message. */
export function splitPrefix(canonical: string): { prefix: string; message: string } {
	let at = 0;
	for (;;) {
		const part = PART.exec(canonical.slice(at))?.[0];
		if (!part || TELLING.test(part)) break;
		if (canonical.slice(at + part.length).split(/\s+/).length < LEAST_WORDS) break;
		at += part.length;
	}
	return { prefix: canonical.slice(0, at), message: canonical.slice(at) };
}

const hashOf = (text: string): number => createHash('sha256').update(text).digest().readInt32LE();

/**
 * Copies of some texts under another prefix, or under none, so that a head learns what a message says and not which label
 * `Class::method` happened to have. A copy keeps its text's system, so both fall into one fold.
 */
export function prefixCopies(texts: readonly LabelledText[]): LabelledText[] {
	const { share, weight } = SETTINGS.prefixCopies;
	const known = new Set(texts.map(({ canonical }) => canonical));
	const copies: LabelledText[] = [];
	for (const text of texts) {
		// By the text alone, so that another text in the corpus changes no other copy.
		const random = seededRandom(SETTINGS.seed ^ hashOf(text.canonical));
		if (random() >= share) continue;
		const { prefix, message } = splitPrefix(text.canonical);
		const strips = prefix !== '' && random() < 0.5;
		const canonical = canonicalise((strips ? '' : pick(random, FORMS)(random)) + message);
		if (known.has(canonical)) continue;
		known.add(canonical);
		copies.push({ ...text, canonical, weight: text.weight * weight });
	}
	return copies;
}
