import type { Engine } from '../workers/engine';

/** How the user ends a run: for good, or to go on with it later. */
export type StopKind = 'cancel' | 'pause';

/** Milliseconds that a worker may take to answer before it counts as hung. */
const MOST_SILENCE = 800;
/** Milliseconds that a run may take to store what it has, and that its worker may be silent meanwhile. */
const MOST_STORING = 10_000;
const MOST_SILENCE_STORING = 2_000;
/** Milliseconds between two questions whether it still answers. */
const ASK_EVERY = 500;

interface Stop {
	runId: string;
	how: StopKind;
	/** Settles when the run is over. */
	over: Promise<unknown>;
	/** False once the user wants something else of the run, or another one goes on: nothing is ended any more. */
	isWanted: () => boolean;
}

/**
 * Asks the classifier to end a run, and ends the workers of one that does not answer: what is stored stays. Also where the
 * run has ended and the reader hangs, since the next one would wait for it.
 */
export async function stopRun(
	engine: Pick<Engine, 'classifier' | 'readerAnswers' | 'stopClassifier'>,
	{ runId, how, over, isWanted }: Stop
): Promise<void> {
	const ask = (): Promise<unknown> =>
		Promise.race([over, engine.classifier().then((classifier) => classifier[how](runId))]);
	const latest = performance.now() + MOST_STORING;
	let isOver = false;
	// It may hang after it has answered, too; and it is asked again, since the run may not have begun before.
	let answers = await within(MOST_SILENCE, ask());
	while (answers && !isOver && isWanted() && performance.now() < latest) {
		isOver = await within(ASK_EVERY, over);
		answers = isOver || (await within(MOST_SILENCE_STORING, ask()));
	}
	isOver ||= await within(0, over);
	if (!isWanted() || (isOver && (await engine.readerAnswers(MOST_SILENCE)))) return;
	if (isWanted()) engine.stopClassifier();
}

/** Whether something has settled within so many milliseconds. */
const within = (milliseconds: number, what: Promise<unknown>): Promise<boolean> =>
	Promise.race([
		what.then(
			() => true,
			() => true
		),
		new Promise<boolean>((resolve) => setTimeout(() => resolve(false), milliseconds))
	]);
