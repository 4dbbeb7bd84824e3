import { seededRandom, shuffled } from '../../training/random';

/** One line of a made log. */
export interface MadeRow {
	time: number;
	host: string;
	program: string;
	level: 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
	message: string;
}

/** What a program writes in ordinary life: level, share of its rows, and a text with `{…}` for what varies. */
type Habit = readonly [level: MadeRow['level'], share: number, text: string];

interface Program {
	name: string;
	/** Share of the log's rows. */
	share: number;
	habits: readonly Habit[];
}

const PROGRAMS: readonly Program[] = [
	{
		name: 'checkout',
		share: 4,
		habits: [
			['INFO', 10, 'Basket {n} priced at {n} cents for customer {id}'],
			['INFO', 6, 'Order {id} accepted in {n} ms'],
			['INFO', 3, 'Coupon {id} applied to basket {n}'],
			['WARN', 0.3, 'Payment provider answered after {n} ms']
		]
	},
	{
		name: 'catalogue',
		share: 5,
		habits: [
			['INFO', 12, 'Search for {n} terms gave {n} hits in {n} ms'],
			['INFO', 5, 'Page {n} rendered from cache'],
			['INFO', 1, 'Cache entry {id} refreshed'],
			['WARN', 0.2, 'Image {id} has no thumbnail']
		]
	},
	{
		name: 'mailer',
		share: 2,
		habits: [
			['INFO', 5, 'Message {id} handed to relay {ip}'],
			['INFO', 4, 'Queue holds {n} messages'],
			['WARN', 0.4, 'Relay {ip} deferred message {id}: greylisted']
		]
	},
	{
		name: 'sshd',
		share: 1,
		habits: [
			['INFO', 5, 'Accepted publickey for deploy from {ip} port {n} ssh2'],
			['INFO', 5, 'session closed for user deploy'],
			['INFO', 1, 'Received disconnect from {ip} port {n}: disconnected by user']
		]
	},
	{
		name: 'scheduler',
		share: 2,
		habits: [
			['INFO', 6, 'Job {id} started on worker {n}'],
			['INFO', 6, 'Job {id} finished after {n} s'],
			['INFO', 1, 'Worker {n} registered with {n} slots']
		]
	},
	{
		name: 'ledger',
		share: 2,
		habits: [
			['INFO', 7, 'Booked transfer {id} of {n} cents'],
			['INFO', 2, 'Snapshot {n} written in {n} ms'],
			['WARN', 0.2, 'Slow statement took {n} ms']
		]
	}
];

/** How much happens when. */
type Rhythm = 'steady' | 'daily' | 'office';

/** What the ordinary life of a made log is like. */
export interface Scene {
	random: () => number;
	start: number;
	/** Milliseconds. */
	span: number;
	programs: readonly Program[];
	hosts: readonly string[];
	rhythm: Rhythm;
	rows: MadeRow[];
}

const HOUR = 3_600_000;
const SPANS = [1 / 6, 0.5, 1, 3, 8, 24, 48, 168].map((hours) => hours * HOUR);

export interface SceneOptions {
	span?: number;
	rhythm?: Rhythm;
	/** Errors that come all the time, by chance or in small clumps. */
	errors?: 'none' | 'constant' | 'clumps';
	/** Rows on average. */
	rows?: number;
}

/** A log in which nothing happens. */
export function makeScene(seed: number, options: SceneOptions = {}): Scene {
	const random = seededRandom(seed);
	const span = options.span ?? pick(random, SPANS);
	const start = Date.UTC(2026, 9, 5 + Math.floor(random() * 20)) + Math.floor(random() * 20) * HOUR;
	const rhythm = options.rhythm ?? (span >= 24 * HOUR && random() < 0.6 ? 'daily' : 'steady');
	const programs = shuffled(PROGRAMS, random).slice(0, 3 + Math.floor(random() * 3));
	const hosts = ['ada', 'bose', 'curie'].slice(0, 1 + Math.floor(random() * 2));
	const scene: Scene = { random, start, span, programs, hosts, rhythm, rows: [] };
	const count = options.rows ?? Math.round(800 * 10 ** (random() * 1.2));
	addHabits(scene, count);
	addErrors(scene, options.errors ?? pick(random, ['none', 'constant', 'clumps']), count);
	if (random() < 0.5) addBeats(scene, 'scheduler', 'Leader lease renewed, term {n}', span / 150);
	return scene;
}

function addHabits(scene: Scene, count: number): void {
	const { random, programs } = scene;
	const choose = weighted(
		random,
		programs.flatMap((program) =>
			program.habits.map(
				(habit) =>
					[
						(program.share * habit[1]) / program.habits.reduce((sum, [, share]) => sum + share, 0),
						{ program: program.name, habit }
					] as const
			)
		)
	);
	for (let at = 0; at < count; at++) {
		const { program, habit } = choose();
		scene.rows.push(rowOf(scene, momentIn(scene), program, habit[0], habit[2]));
	}
}

const BACKGROUND: readonly Habit[] = [
	['ERROR', 3, 'Could not parse request {id}: unexpected end of input'],
	['ERROR', 2, 'Template {n} not found'],
	['WARN', 3, 'Client {ip} closed the connection early']
];

function addErrors(scene: Scene, kind: 'none' | 'constant' | 'clumps', count: number): void {
	if (kind === 'none') return;
	const { random, programs } = scene;
	const program = (programs[0] as Program).name;
	const wanted = Math.round(count * 0.05);
	for (let made = 0; made < wanted;) {
		const [level, , text] = pick(random, BACKGROUND);
		const size = kind === 'clumps' ? 1 + Math.floor(random() * 5) : 1;
		const time = momentIn(scene);
		for (let at = 0; at < size; at++)
			scene.rows.push(rowOf(scene, time + at * 40 * random(), program, level, text));
		made += size;
	}
}

/** Rows at even distances, with a little jitter. */
export function addBeats(scene: Scene, program: string, text: string, period: number): void {
	const { random, start, span, rows } = scene;
	for (let time = start + period * random(); time < start + span; time += period)
		rows.push(rowOf(scene, time + period * 0.1 * (random() - 0.5), program, 'INFO', text));
}

/** A moment by the scene's rhythm. */
export function momentIn({ random, start, span, rhythm }: Scene): number {
	for (;;) {
		const time = start + random() * span;
		if (random() < activityAt(time, rhythm)) return time;
	}
}

/** In [0, 1]. */
function activityAt(time: number, rhythm: Rhythm): number {
	if (rhythm === 'steady') return 1;
	const hour = (time / HOUR) % 24;
	if (rhythm === 'office') return hour >= 7 && hour < 19 ? 1 : 0.03;
	return 0.55 - 0.45 * Math.cos(((hour - 3) / 12) * Math.PI);
}

export const rowOf = (
	{ random, hosts }: Pick<Scene, 'random' | 'hosts'>,
	time: number,
	program: string,
	level: MadeRow['level'],
	text: string
): MadeRow => ({
	time,
	host: pick(random, hosts),
	program,
	level,
	message: filled(random, text)
});

/** `{n}` a number, `{id}` a hexadecimal id, `{ip}` an address, `{name}` a user. */
export const filled = (random: () => number, text: string): string =>
	text.replace(/\{(\w+)\}/g, (_, kind: string) => {
		const number = Math.floor(random() * 9_000) + 12;
		if (kind === 'id') return (number * 48_271 + 65_536).toString(16);
		if (kind === 'ip') return `10.20.${number % 250}.${(number * 7) % 250}`;
		if (kind === 'name') return pick(random, NAMES);
		return String(number);
	});

const NAMES = ['root', 'admin', 'oracle', 'test', 'guest', 'pi', 'backup', 'ftp', 'www', 'nina'];

export const pick = <T>(random: () => number, from: readonly T[]): T =>
	from[Math.floor(random() * from.length)] as T;

function weighted<T>(random: () => number, choices: readonly (readonly [number, T])[]): () => T {
	const whole = choices.reduce((sum, [share]) => sum + share, 0);
	return () => {
		let left = random() * whole;
		for (const [share, value] of choices) if ((left -= share) < 0) return value;
		return (choices.at(-1) as readonly [number, T])[1];
	};
}
