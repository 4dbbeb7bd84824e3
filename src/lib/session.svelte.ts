import { goto, preloadCode } from '$app/navigation';
import { base, resolve } from '$app/paths';
import { page } from '$app/state';
import type { InputFile } from '../workers/contracts/classifier';
import { newRunId } from '../workers/contracts/run-id';
import { Engine } from './workers/engine';
import { formatAmount } from './page/format';
import { errorText } from './page/error-text';
import { Categories } from './start/categories.svelte';
import { InputQueue } from './start/input-queue.svelte';
import { Intake, type AcceptedInput } from './start/intake.svelte';
import { Job } from './start/job.svelte';
import { OfflineStatus } from './start/offline.svelte';
import { LongRunCheck } from './start/long-run.svelte';
import type { RunRecord } from './store/schema';
import { RunList } from './run/run-list.svelte';
import { Shortcuts } from './page/shortcuts.svelte';
import { askToKeepStorage } from './page/storage-room';
import { withVisibleControls } from './pipeline/text/visible-controls';
import { TableView } from './table/table-view.svelte';
import { ThemeChoice } from './page/theme.svelte';
import { toasts } from './page/toasts.svelte';

/** State of this tab, wired together once. Nothing starts until it is used. */
export const theme = new ThemeChoice();
export const shortcuts = new Shortcuts();
export const tableView = new TableView();
export const offline = new OfflineStatus();

/** The workers. The teaching screens have their own state over it, which is loaded with them. */
export const engine = new Engine(
	() => `${location.origin}${base}/`,
	(message) => toasts.show(message)
);

export const job = new Job(engine);
export const queue = new InputQueue();
export const runList = new RunList(engine, toasts);
export const categories = new Categories(engine, toasts);
export const intake = new Intake(engine, {
	onAsk: () => job.warmUp(),
	onFail: ({ name, queued }) => void leadTo('/', `${name} was not read.`, queued),
	onAccept: (accepted) => void longRun.consider(accepted)
});

/** A long run says beforehand what it takes. */
export const longRun = new LongRunCheck(engine, {
	encoder: () => job.startedEncoder(),
	onLong: ({ name, queued }) => void leadTo('/', `${name} takes long: it waits for a yes.`, queued),
	onNearlyFull: () =>
		toasts.show('The storage that the browser grants is nearly full.', {
			label: 'See what is stored',
			run: () => void goto(resolve('/storage'))
		}),
	onStart: (accepted) => void classify(accepted)
});

/**
 * A file is about to come: starts the workers, then the encoder where nothing must be fetched for it, and loads the page that
 * shows a run. One that came meanwhile is read first; its run starts the encoder if it needs it. Several calls are as good
 * as one.
 */
export function prepare(): void {
	// A start that fails is told to the user by the engine, and again by what needs the worker.
	const warm = engine.warmUp().catch(() => undefined);
	engine.viewer().catch(() => undefined);
	// Without a network it fails here in silence, and is told when the page is asked for.
	preloadCode(resolve('/run')).catch(() => undefined);
	void Promise.all([offline.whenReady(), warm]).then(() => {
		if (!isBusy()) job.warmUp();
	});
}

/** Offers a file or text to be classified, from wherever it came; while a run goes on it waits for its end. */
export async function offerInput(
	input: InputFile[] | string,
	name = nameOfInput(input),
	encoderRevision?: string
): Promise<void> {
	const [file] = typeof input === 'string' ? [] : input;
	if (file && input.length === 1 && file.name.endsWith('.winnow')) return openSaved(file);
	if (file && input.length === 1 && file.name.endsWith('.winnow-backup')) return offerBackup(file);
	const start = async (queued: boolean): Promise<void> => {
		longRun.cancel();
		await intake.offer(input, name, { encoderRevision, queued });
		if (intake.asking)
			await leadTo('/', `${name} needs an answer before it is classified.`, queued);
	};
	if (isBusy()) enqueue(name, () => start(true));
	else await start(false);
}

/** Whether a run goes on or is about to, or inputs wait. */
function isBusy(): boolean {
	// An input that is still asked about gives way, also while it is read another way.
	const isRead = intake.reading && !intake.asking;
	return job.running || isRead || longRun.considering || queue.items.length > 0;
}

/** Opens a run that was saved as a file, here or on another machine. */
async function openSaved({ file, name }: InputFile): Promise<void> {
	try {
		const runId = await (await engine.classifier()).openRun(file);
		await goto(resolve(`/run?id=${runId}`));
	} catch (error) {
		// Another input may be read meanwhile.
		queue.fail(`${name} was not read`, errorText(error));
		await goto(resolve('/'));
	}
}

/** A backup that was dropped; the page of what is stored takes it. */
export const dropped = $state<{ backup: File | undefined }>({ backup: undefined });

async function offerBackup({ file }: InputFile): Promise<void> {
	dropped.backup = file;
	await goto(resolve('/storage'));
}

function enqueue(name: string, start: () => Promise<void>): void {
	const id = queue.add(name, start);
	const remove = { label: 'Remove', run: () => queue.remove(id) };
	toasts.show(`${name} is queued: it is classified next.`, remove);
}

/** Offers the first input of the queue. What went wrong with the one before stays to be read. */
export async function startQueued(): Promise<void> {
	if (intake.error !== undefined) {
		queue.fail(`${intake.name} was not read`, intake.error);
		intake.close();
	}
	await queue.take()?.start();
}

/** Goes to a page, or offers to, when what leads there had waited and was not asked for at the moment. */
async function leadTo(path: '/' | `/run?${string}`, text: string, queued: boolean): Promise<void> {
	const show = (): Promise<void> => goto(resolve(path));
	if (queued) toasts.show(text, { label: 'Show', run: () => void show() });
	else await show();
}

/** `app.log`, `app.log and 3 other files`. */
function nameOfInput(input: InputFile[] | string): string {
	const [first] = typeof input === 'string' ? [] : input;
	if (!first) return 'Pasted text';
	const others = input.length - 1;
	const name = withVisibleControls(first.name);
	return others === 0 ? name : `${name} and ${formatAmount(others, 'other file')}`;
}

/** Offers the sample that comes with the site, with what the encoder made of it. */
export async function offerSample(): Promise<void> {
	try {
		const classifier = engine.classifier();
		const [response, revision] = await Promise.all([
			fetch(`${base}/sample.csv`),
			// Without them the sample takes as long as any file.
			classifier.then((remote) => remote.knowSample()).catch(() => undefined)
		]);
		if (!response.ok) throw new Error(`the server answered ${response.status}`);
		const file = new File([await response.blob()], 'sample.csv');
		await offerInput([{ file, name: file.name }], file.name, revision);
	} catch (error) {
		toasts.show(`The sample could not be fetched (${String(error)}). Try again, or drop a file.`);
	}
}

async function classify(accepted: AcceptedInput): Promise<void> {
	const { name, queued } = accepted;
	// It was asked about while another run began.
	if (job.running) {
		enqueue(name, () => classify({ ...accepted, queued: true }));
		return;
	}
	const runId = newRunId();
	void askToKeepStorage();
	const done = job.run(runId, accepted);
	await leadTo(`/run?id=${runId}`, `${name} is being classified.`, queued);
	const { run, error } = await done;
	if (!run && error === undefined) await leaveCancelled(runId);
	// Its page shows the error only until the next run begins.
	if (error !== undefined && (queued || isBusy())) {
		queue.fail(`${name} was not classified`, error);
		await leadTo('/', `${name} was not classified.`, true);
	}
	await offline.ask();
}

/** Whether a run was broken off and can be gone on with, if its input is at hand. */
export const canResume = (run: RunRecord): boolean =>
	run.status !== 'done' &&
	run.status !== 'running' &&
	!job.running &&
	(run.fingerprints !== undefined || job.inputOf(run.id) !== undefined);

/**
 * Goes on with a run that was broken off.
 * @param chosen its files, where this tab does not have them any more
 */
export async function resumeRun(run: RunRecord, chosen?: InputFile[]): Promise<void> {
	try {
		const classifier = await engine.classifier();
		const input = chosen ? await classifier.sameFiles(run.id, chosen) : job.inputOf(run.id);
		if (input === undefined) return;
		const done = job.resume(run, input);
		await goto(resolve(`/run?id=${run.id}`));
		await done;
	} catch (error) {
		toasts.show(errorText(error));
	}
}

/** Cancelled before anything was stored: there is nothing to show. */
async function leaveCancelled(runId: string): Promise<void> {
	if (page.url.searchParams.get('id') === runId) await goto(resolve('/'));
	toasts.show('Cancelled before the first row was classified.');
}
