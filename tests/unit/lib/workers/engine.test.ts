import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/lib/page/deferred';
import { Engine } from '../../../../src/lib/workers/engine';
import { WorkerEnded } from '../../../../src/lib/workers/worker-ended';

interface Fake {
	remote: object;
	stop: ReturnType<typeof vi.fn>;
	/** As when the browser ends it. */
	die: (error: WorkerEnded) => void;
}

interface Watch {
	onDeath: (error: WorkerEnded) => void;
}

const { started, encoders, init, warmUp } = vi.hoisted(() => ({
	warmUp: vi.fn<() => Promise<void>>(),
	started: { teacher: [] as Fake[], classifier: [] as Fake[] },
	encoders: [] as (Fake & { connect: ReturnType<typeof vi.fn> })[],
	init: vi.fn<() => Promise<void>>()
}));

const fake = ({ onDeath }: Watch): Fake => ({
	remote: { init, warmUp },
	stop: vi.fn(),
	die: onDeath
});
const kept = <T>(list: T[], one: T): T => {
	list.push(one);
	return one;
};

// The real ones are addresses of scripts that a build makes.
vi.mock('../../../../src/lib/workers/start', () => ({
	startTeacher: (watch: Watch) => kept(started.teacher, fake(watch)),
	startClassifier: (_: string, watch: Watch) =>
		Promise.resolve(kept(started.classifier, fake(watch))),
	startEmbedders: (_: object, watch: Watch) =>
		Promise.resolve(kept(encoders, { ...fake(watch), connect: vi.fn() }))
}));

const died = new WorkerEnded('The worker was ended.');
const nothing = (): void => undefined;
const newEngine = (): Engine => new Engine(() => 'https://winnow.test/', nothing);

beforeEach(() => {
	init.mockReset().mockResolvedValue(undefined);
	warmUp.mockReset().mockResolvedValue(undefined);
	for (const list of [started.teacher, started.classifier, encoders]) list.length = 0;
});

describe('the trainer', () => {
	it('goes on when the teacher dies, and the other way round', async () => {
		const engine = newEngine();
		const [teacher, trainer] = [await engine.teacher(), await engine.trainer()];
		started.teacher[0]?.die(died);
		expect(await engine.trainer()).toBe(trainer);
		const second = await engine.teacher();
		expect(second).not.toBe(teacher);
		started.teacher[1]?.die(died);
		expect(await engine.teacher()).toBe(second);
		expect(await engine.trainer()).not.toBe(trainer);
	});

	it('ends with the embedders that it was given, and the next one, without any, does not', async () => {
		const engine = newEngine();
		await engine.trainer(nothing);
		expect(encoders[0]?.connect).toHaveBeenCalledOnce();
		engine.stopClassifier();
		await engine.trainer();
		engine.stopClassifier();
		await Promise.resolve();
		expect(started.teacher.map(({ stop }) => stop.mock.calls.length)).toEqual([1, 0]);
	});

	it('is given the embedders again when that failed', async () => {
		const engine = newEngine();
		await engine.embedders({ onProgress: nothing });
		encoders[0]?.connect.mockRejectedValueOnce(died);
		await expect(engine.trainer(nothing)).rejects.toBe(died);
		await engine.trainer(nothing);
		expect(encoders[0]?.connect).toHaveBeenCalledTimes(2);
	});

	it('is handed out only once it has the embedders, to whoever needs them', async () => {
		const engine = newEngine();
		await engine.embedders({ onProgress: nothing });
		const connected = new Deferred<void>();
		encoders[0]?.connect.mockReturnValue(connected.promise);
		const has: string[] = [];
		const both = [1, 2].map(() => engine.trainer(nothing).then(() => has.push('trainer')));
		await engine.trainer();
		expect(has).toEqual([]);
		connected.resolve();
		await Promise.all(both);
		expect(encoders[0]?.connect).toHaveBeenCalledOnce();
	});

	it('can be stopped while its start fails', async () => {
		const engine = newEngine();
		init.mockRejectedValue(died);
		const trainer = engine.trainer();
		engine.stopTrainer();
		// A rejection that nobody takes fails the test.
		await expect(trainer).rejects.toBe(died);
	});
});

it('the classifier and what belongs to it are ended with the reason why', async () => {
	const engine = newEngine();
	await engine.trainer(nothing);
	encoders[0]?.die(died);
	await vi.waitFor(() => expect(started.classifier[0]?.stop).toHaveBeenCalledWith(died));
	expect(encoders[0]?.stop).toHaveBeenCalledWith(died);
	expect(started.teacher[0]?.stop).toHaveBeenCalledWith(died);
	await engine.classifier();
	expect(started.classifier).toHaveLength(2);
});

it('each classifier is warmed up once, however often a file is about to come', async () => {
	const engine = newEngine();
	await Promise.all([engine.warmUp(), engine.warmUp()]);
	expect(warmUp).toHaveBeenCalledOnce();
	engine.stopClassifier();
	await engine.warmUp();
	expect(warmUp).toHaveBeenCalledTimes(2);
});
