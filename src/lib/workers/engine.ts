import type { Remote } from 'comlink';
import type { ClassifierApi, LoadProgress } from '../../workers/contracts/classifier';
import type { ViewerApi } from '../../workers/contracts/viewer';
import type { TeacherApi } from '../../workers/contracts/teacher';
import type { EncoderHooks, StartedClassifier, StartedEncoder, OnFailure, Watch } from './start';
import { KeptWorker } from './kept-worker';
import type { Started } from './watched-worker';
import type { WorkerEnded } from './worker-ended';

/**
 * The workers, each started when it is first needed and then kept. Their code is loaded with them, so that a first
 * visit pays for the page only.
 */
export class Engine {
	readonly #viewer = new KeptWorker(() => this.#startViewer());
	readonly #classifier = new KeptWorker(() => this.#startClassifier());
	readonly #embedders = new KeptWorker((hooks: EncoderHooks) => this.#startEmbedders(hooks));
	readonly #teacher: KeptWorker<Started<TeacherApi>> = new KeptWorker(() =>
		this.#startTeacher(this.#teacher)
	);
	readonly #trainer: KeptWorker<Started<TeacherApi>> = new KeptWorker(() =>
		this.#startTeacher(this.#trainer)
	);
	/** Classifiers that have compiled what every input needs. */
	readonly #warm = new WeakSet<StartedClassifier>();
	/** Trainers that were given the embedders, and when they have them. */
	readonly #embedding = new WeakMap<Started<TeacherApi>, Promise<void>>();

	/** @param siteBase gives the absolute URL of the site's folder, ending with a slash; asked only in the browser */
	constructor(
		private readonly siteBase: () => string,
		private readonly onFailure: OnFailure
	) {}

	async viewer(): Promise<Remote<ViewerApi>> {
		return (await this.#viewer.get()).remote;
	}

	async classifier(): Promise<Remote<ClassifierApi>> {
		return (await this.#classifier.get()).remote;
	}

	/** Starts the classifier with the reader, and lets them compile what every input needs; once for each start. */
	async warmUp(): Promise<void> {
		const classifier = await this.#classifier.get();
		if (this.#warm.has(classifier)) return;
		this.#warm.add(classifier);
		await classifier.remote.warmUp();
	}

	/**
	 * Ends the classifier, and with it the reader, the embedders and a trainer that has them: calls that wait are rejected,
	 * and the next one starts them again. What is stored stays.
	 * @param reason what the calls are rejected with: another of these workers that died, say
	 */
	stopClassifier(reason?: WorkerEnded): void {
		const trainer = this.#trainer.current;
		if (trainer && this.#embedding.has(trainer)) this.#trainer.stop(reason);
		this.#classifier.stop(reason);
		this.#embedders.stop(reason);
	}

	/** Whether the reader answers within so many milliseconds. */
	async readerAnswers(milliseconds: number): Promise<boolean> {
		const { started } = this.#classifier;
		if (!started) return true;
		const answered = started
			.then(({ pingReader }) => pingReader())
			.then(
				() => true,
				() => false
			);
		return Promise.race([answered, after(milliseconds).then(() => false)]);
	}

	/** The worker that keeps bundles and decisions. */
	async teacher(): Promise<Remote<TeacherApi>> {
		return (await this.#teacher.get()).remote;
	}

	/**
	 * A second worker of the same kind for work that takes long or could hang: `stopTrainer` ends it at once.
	 * @param onProgress given where the work needs the encoder: told how far its download is
	 */
	async trainer(onProgress?: (progress: LoadProgress) => void): Promise<Remote<TeacherApi>> {
		const encoder = onProgress ? await this.embedders({ onProgress }) : undefined;
		const trainer = await this.#trainer.get();
		if (encoder) await this.#connected(trainer, encoder);
		return trainer.remote;
	}

	stopTrainer(): void {
		this.#trainer.stop();
	}

	/** The embedders, connected with the classifier. A start that failed is tried again at the next call. */
	embedders(hooks: EncoderHooks): Promise<StartedEncoder> {
		return this.#embedders.get(hooks);
	}

	/** The encoder's revision, where it is certain before it was started. */
	async encoderRevision(): Promise<string | undefined> {
		return (await import('./start')).certainEncoderRevision();
	}

	async #startViewer(): Promise<Started<ViewerApi>> {
		const { startViewer } = await import('./start');
		const started = startViewer(this.#watch(() => this.#viewer.forget()));
		await started.remote.init({ base: this.siteBase() });
		return started;
	}

	async #startClassifier(): Promise<StartedClassifier> {
		const { startClassifier } = await import('./start');
		return startClassifier(
			this.siteBase(),
			this.#watch((error) => this.stopClassifier(error))
		);
	}

	async #startEmbedders(hooks: EncoderHooks): Promise<StartedEncoder> {
		const classifier = await this.classifier();
		const { startEmbedders } = await import('./start');
		const watch = this.#watch((error) => this.stopClassifier(error));
		return startEmbedders(classifier, { base: this.siteBase(), ...hooks, ...watch });
	}

	async #startTeacher(kept: { forget: () => void }): Promise<Started<TeacherApi>> {
		const { startTeacher } = await import('./start');
		const started = startTeacher(this.#watch(() => kept.forget()));
		await started.remote.init({ base: this.siteBase() });
		return started;
	}

	/** Each trainer is given the embedders once; where that failed, at the next call again. */
	async #connected(trainer: Started<TeacherApi>, encoder: StartedEncoder): Promise<void> {
		const connected = this.#embedding.get(trainer) ?? encoder.connect(trainer.remote);
		this.#embedding.set(trainer, connected);
		try {
			await connected;
		} catch (error) {
			this.#embedding.delete(trainer);
			throw error;
		}
	}

	/** A worker that died is told and forgotten, so that the next call starts another. */
	#watch(forget: (error: WorkerEnded) => void): Watch {
		return {
			onFailure: this.onFailure,
			onDeath: (error: WorkerEnded) => {
				forget(error);
				this.onFailure(`${error.message} It is started again.`);
			}
		};
	}
}

const after = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));
