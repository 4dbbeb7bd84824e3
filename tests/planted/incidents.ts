import { addBeats, filled, momentIn, pick, rowOf, type MadeRow, type Scene } from './scene';

/** What was planted, and how one recognises that it was found. */
export interface Truth {
	/** One of these is in a finding's text, template or source. */
	names: string[];
	from: number;
}

/** Plants an incident in a scene. */
export type Incident = (scene: Scene) => Truth;

/** A moment between two shares of the log. */
const moment = ({ random, start, span }: Scene, from = 0.35, to = 0.8): number =>
	start + span * (from + random() * (to - from));

const programOf = ({ random, programs }: Scene): string => pick(random, programs).name;

/** Rows of one text over a stretch of time. */
function spread(
	scene: Scene,
	program: string,
	level: MadeRow['level'],
	text: string,
	stretch: { from: number; to: number; count: number }
): void {
	const { from, to, count } = stretch;
	for (let at = 0; at < count; at++)
		scene.rows.push(
			rowOf(scene, from + (at === 0 ? 0 : scene.random()) * (to - from), program, level, text)
		);
}

const endOf = ({ start, span }: Scene): number => start + span;
const some = ({ random }: Scene, least: number, most: number): number =>
	Math.round(least + random() * (most - least));

/** Errors of two programs from a moment on. */
const databaseAway: Incident = (scene) => {
	const from = moment(scene);
	const [one, other] = [scene.programs[0]!.name, scene.programs[1]!.name];
	const to = endOf(scene);
	spread(scene, one, 'ERROR', 'Connection to database orders at {ip}:5432 refused', {
		from,
		to,
		count: some(scene, 25, 300)
	});
	spread(scene, other, 'ERROR', 'Query {id} failed: no connection in the pool after {n} ms', {
		from: from + 800,
		to,
		count: some(scene, 25, 300)
	});
	return { names: ['Connection to database orders', 'no connection in the pool'], from };
};

const diskFull: Incident = (scene) => {
	const from = moment(scene);
	spread(scene, programOf(scene), 'ERROR', 'write to /var/data/seg-{n}: No space left on device', {
		from,
		to: endOf(scene),
		count: some(scene, 12, 120)
	});
	return { names: ['No space left on device'], from };
};

const certificate: Incident = (scene) => {
	const from = moment(scene);
	spread(
		scene,
		programOf(scene),
		'ERROR',
		'TLS handshake with {ip} failed: certificate has expired',
		{
			from,
			to: endOf(scene),
			count: some(scene, 12, 150)
		}
	);
	return { names: ['certificate has expired'], from };
};

/** Many in a short time, for ever other names. */
const bruteForce: Incident = (scene) => {
	const from = moment(scene);
	spread(scene, 'sshd', 'WARN', 'Failed password for invalid user {name} from {ip} port {n} ssh2', {
		from,
		to: from + scene.span * (0.004 + 0.02 * scene.random()),
		count: some(scene, 40, 400)
	});
	return { names: ['Failed password', 'sshd'], from };
};

const timeouts: Incident = (scene) => {
	const from = moment(scene);
	spread(scene, programOf(scene), 'ERROR', 'Upstream {ip} timed out after {n} ms', {
		from,
		to: from + scene.span * (0.02 + 0.05 * scene.random()),
		count: some(scene, 20, 200)
	});
	return { names: ['timed out'], from };
};

/** A new version with a new fault, announced by a line. */
const deploy: Incident = (scene) => {
	const from = moment(scene);
	const program = programOf(scene);
	scene.rows.push(rowOf(scene, from - 3_000, program, 'INFO', `Starting ${program} version 4.{n}`));
	spread(
		scene,
		program,
		'ERROR',
		'Unhandled NullPointerException in PriceRule.apply for basket {n}',
		{
			from,
			to: endOf(scene),
			count: some(scene, 15, 200)
		}
	);
	return { names: ['NullPointerException'], from };
};

const heartbeat: Incident = (scene) => {
	const { span, random } = scene;
	const program = programOf(scene);
	const text = 'Replica {n} in sync, lag {n} bytes';
	addBeats(scene, program, text, span / pick(random, [60, 120, 400]));
	const from = moment(scene, 0.5, 0.85);
	const to = random() < 0.5 ? endOf(scene) : from + span * 0.1;
	const isOut = ({ time, message }: MadeRow): boolean =>
		message.startsWith('Replica') && time >= from && time < to;
	scene.rows = scene.rows.filter((row) => !isOut(row));
	return { names: ['in sync'], from };
};

/** A program that says nothing more. */
const programSilent: Incident = (scene) => {
	const program = scene.programs.reduce((best, other) => (other.share > best.share ? other : best));
	const from = moment(scene, 0.45, 0.8);
	const to =
		scene.random() < 0.5 ? endOf(scene) : from + scene.span * (0.06 + 0.1 * scene.random());
	scene.rows = scene.rows.filter(
		(row) => row.program !== program.name || row.time < from || row.time >= to
	);
	return { names: [program.name], from };
};

const allSilent: Incident = (scene) => {
	const from = moment(scene);
	const to = from + scene.span * (0.03 + 0.08 * scene.random());
	scene.rows = scene.rows.filter(({ time }) => time < from || time >= to);
	return { names: ['No rows'], from };
};

/** Errors that were there all along rise. */
const rise: Incident = (scene) => {
	const program = programOf(scene);
	const text = 'Payment {id} declined by processor: code {n}';
	const before = some(scene, 15, 40);
	for (let at = 0; at < before; at++)
		scene.rows.push(rowOf(scene, momentIn(scene), program, 'ERROR', text));
	const from = moment(scene, 0.4, 0.8);
	const rest = (endOf(scene) - from) / scene.span;
	spread(scene, program, 'ERROR', text, {
		from,
		to: endOf(scene),
		count: Math.ceil(before * rest * (5 + 6 * scene.random())) + 20
	});
	return { names: ['declined by processor'], from };
};

const outOfMemory: Incident = (scene) => {
	const from = moment(scene);
	scene.rows.push(
		rowOf(
			scene,
			from,
			'kernel',
			'FATAL',
			'Out of memory: Killed process {n} (ledger) total-vm:{n}kB'
		)
	);
	return { names: ['Out of memory'], from };
};

const errorStops: Incident = (scene) => {
	const program = programOf(scene);
	const to = moment(scene, 0.4, 0.7);
	const { start } = scene;
	let last = start;
	for (let at = some(scene, 40, 200); at > 0; at--) {
		const time = start + scene.random() * (to - start);
		last = Math.max(last, time);
		scene.rows.push(rowOf(scene, time, program, 'ERROR', 'Index shard {n} is out of date'));
	}
	return { names: ['out of date'], from: last };
};

/** A failing dependency that wakes up a warning, in small clumps. */
const retries: Incident = (scene) => {
	const from = moment(scene);
	const program = programOf(scene);
	for (let at = some(scene, 15, 60), first = at; at > 0; at--) {
		const time = from + (at === first ? 0 : scene.random() * (endOf(scene) - from));
		for (let attempt = 1; attempt <= 3; attempt++)
			scene.rows.push({
				...rowOf(scene, time + attempt * 200, program, 'WARN', ''),
				message: filled(
					scene.random,
					`Attempt ${attempt} to reach licence server {ip} failed, retrying`
				)
			});
	}
	return { names: ['licence server'], from };
};

/** Errors that were there grow from a moment on, until many times as many come. */
const slowRise: Incident = (scene) => {
	const program = programOf(scene);
	const text = 'Lock wait of {n} ms on table stock';
	for (let at = some(scene, 20, 50); at > 0; at--)
		scene.rows.push(rowOf(scene, momentIn(scene), program, 'ERROR', text));
	const from = moment(scene, 0.3, 0.6);
	for (let at = some(scene, 200, 500); at > 0; at--) {
		const time = from + Math.sqrt(scene.random()) * (endOf(scene) - from);
		scene.rows.push(rowOf(scene, time, program, 'ERROR', text));
	}
	return { names: ['Lock wait'], from };
};

/** A host that says nothing more while its programs go on elsewhere. */
const hostSilent: Incident = (scene) => {
	const from = moment(scene, 0.45, 0.8);
	const hosts = ['ada', 'bose', 'curie'];
	for (const row of scene.rows) row.host = pick(scene.random, hosts);
	scene.rows = scene.rows.filter((row) => row.host !== 'bose' || row.time < from);
	return { names: ['bose'], from };
};

/** A warning of ordinary life comes many times as often for a while. */
const warnings: Incident = (scene) => {
	const from = moment(scene);
	const text = 'Queue depth {n} above limit, slowing producers';
	const program = programOf(scene);
	for (let at = some(scene, 5, 20); at > 0; at--)
		scene.rows.push(rowOf(scene, momentIn(scene), program, 'WARN', text));
	const to = from + scene.span * (0.03 + 0.07 * scene.random());
	spread(scene, program, 'WARN', text, { from, to, count: some(scene, 40, 200) });
	return { names: ['above limit'], from };
};

/** A message that is no problem comes from a moment on. */
const information: Incident = (scene) => {
	const from = moment(scene);
	const program = programOf(scene);
	const text = 'Falling back to regional mirror {ip} for artefact {id}';
	spread(scene, program, 'INFO', text, { from, to: endOf(scene), count: some(scene, 40, 200) });
	return { names: ['regional mirror'], from };
};

export const INCIDENTS: Record<string, Incident> = {
	databaseAway,
	diskFull,
	certificate,
	bruteForce,
	timeouts,
	deploy,
	heartbeat,
	programSilent,
	allSilent,
	rise,
	outOfMemory,
	errorStops,
	retries,
	slowRise,
	hostSilent,
	warnings,
	information
};
