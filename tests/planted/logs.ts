import { seededRandom, shuffled } from '../../training/random';
import { INCIDENTS, type Truth } from './incidents';
import { makeScene, momentIn, pick, rowOf, type MadeRow, type Scene } from './scene';
import { ACCESS, WRITERS, type Writer } from './writers';

/** A made log, and what is to be found in it. */
export interface PlantedLog {
	name: string;
	text: string;
	/** Milliseconds from first to last row. */
	span: number;
	/** Absent in a log in which nothing happens. */
	truth?: Truth;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function written(name: string, scene: Scene, writer: Writer, truth?: Truth): PlantedLog {
	const { start, span } = scene;
	const inside = ({ time }: MadeRow): boolean => time >= start && time <= start + span;
	const rows = scene.rows.filter(inside).sort((a, b) => a.time - b.time);
	return {
		name: `${name}.${writer.ending}`,
		text: writer.write(rows),
		span,
		...(truth ? { truth } : {})
	};
}

const PAGES = ['/', '/cart', '/item/{n}', '/search?q={id}', '/static/app.js', '/api/prices/{n}'];
const AGENTS = [
	'Mozilla/5.0 (X11; Linux x86_64)',
	'Mozilla/5.0 (iPhone)',
	'curl/8.4.0',
	'probe/1.2'
];

function request(scene: Scene, time: number, status: number): MadeRow {
	const { random } = scene;
	const text = `{ip} "GET ${pick(random, PAGES)} HTTP/1.1" ${status} {n} "-" "${pick(random, AGENTS)}"`;
	return rowOf(scene, time, 'httpd', 'INFO', text);
}

/** Requests, now and then with an error; in the incident most of those from a moment on. */
function accessLog(seed: number, isIncident: boolean): PlantedLog {
	const scene = makeScene(seed, { errors: 'none' });
	const { random, start, span } = scene;
	const count = scene.rows.length;
	const statusOf = (): number => pick(random, [200, 200, 200, 200, 200, 200, 304, 404]);
	scene.rows = Array.from({ length: count }, () =>
		request(scene, momentIn(scene), random() < 0.005 ? 502 : statusOf())
	);
	if (!isIncident) return written(`access-${seed}`, scene, ACCESS);
	const from = start + span * (0.4 + 0.4 * random());
	const share = 0.1 + 0.3 * random();
	scene.rows = scene.rows.map((row) =>
		row.time >= from && random() < share ? request(scene, row.time, 503) : row
	);
	scene.rows.push(request(scene, from, 503));
	return written(`access5xx-${seed}`, scene, ACCESS, { names: ['5xx', ' 503 '], from });
}

/** A log for each kind of incident, in a form and over a time that the seed chooses. */
export function incidentLogs(seed: number): PlantedLog[] {
	const random = seededRandom(seed * 7_919 + 11);
	const logs = Object.entries(INCIDENTS).map(([name, plant], at) => {
		const scene = makeScene(seed * 1_000 + at);
		const truth = plant(scene);
		const forms = Object.entries(WRITERS).filter(([, form]) => form.hosts || name !== 'hostSilent');
		const [form, writer] = pick(random, forms);
		return written(`${name}-${form}-${seed}`, scene, writer, truth);
	});
	return [...logs, accessLog(seed * 1_000 + 99, true)];
}

/** Ways in which nothing happens. */
const QUIET: Record<string, (seed: number) => Scene> = {
	steady: (seed) => makeScene(seed, { rhythm: 'steady' }),
	daily: (seed) =>
		makeScene(seed, { rhythm: 'daily', span: pick(seededRandom(seed), [1, 2, 4, 7]) * DAY }),
	office: (seed) =>
		makeScene(seed, { rhythm: 'office', span: pick(seededRandom(seed), [3, 5]) * DAY }),
	constantErrors: (seed) => makeScene(seed, { errors: 'constant' }),
	clumps: (seed) => makeScene(seed, { errors: 'clumps' }),
	shuffledTimes: (seed) => {
		const scene = makeScene(seed);
		const plant = pick(scene.random, Object.values(INCIDENTS).slice(0, 6));
		plant(scene);
		return withShuffledTimes(scene);
	},
	doubled: (seed) => {
		const scene = makeScene(seed);
		const moment = scene.start + scene.span * (0.3 + 0.4 * scene.random());
		const again = makeScene(seed + 500_000, { span: scene.span, errors: 'none' });
		const more = scene.rows.filter(({ time }) => time > moment);
		for (const row of more)
			scene.rows.push({
				...row,
				time: moment + again.random() * (scene.start + scene.span - moment)
			});
		return scene;
	},
	noisyDay: (seed) => {
		const scene = makeScene(seed, { rhythm: 'daily', span: 7 * DAY });
		const from = scene.start + 3 * DAY;
		const more = scene.rows.filter(({ time }) => time >= from && time < from + DAY);
		for (const row of more)
			scene.rows.push({ ...row, time: row.time + (scene.random() - 0.5) * HOUR });
		return scene;
	}
};

/** The rows of a scene, each with the time of another. */
function withShuffledTimes(scene: Scene): Scene {
	const times = shuffled(
		scene.rows.map(({ time }) => time),
		scene.random
	);
	return { ...scene, rows: scene.rows.map((row, at) => ({ ...row, time: times[at] as number })) };
}

/** A log for each way in which nothing happens. */
export function quietLogs(seed: number): PlantedLog[] {
	const random = seededRandom(seed * 104_729 + 5);
	const logs = Object.entries(QUIET).map(([name, make], at) => {
		const [form, writer] = pick(random, Object.entries(WRITERS));
		return written(`${name}-${form}-${seed}`, make(seed * 1_000 + 500 + at), writer);
	});
	return [...logs, accessLog(seed * 1_000 + 98, false)];
}
