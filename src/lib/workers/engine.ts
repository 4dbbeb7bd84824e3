import type { Remote } from 'comlink';
import type { ClassifierApi, LoadProgress } from '../../workers/contracts/classifier';
import type { ViewerApi } from '../../workers/contracts/viewer';
import type { TeacherApi } from '../../workers/contracts/teacher';
import type { StartedClassifier, StartedEncoder, OnFailure, Watch } from './start';
import type { Started } from './watched-worker';
import type { WorkerEnded } from './worker-ended';

/**
 * The workers, each started when it is first needed and then kept. Their code is loaded with them, so that a first
 * visit pays for the page only.
 */
export class Engine {
	#viewer: Promise<Remote<ViewerApi>> | undefined;
	#classifier: Promise<StartedClassifier> | undefined;
	#teacher: Promise<Remote<TeacherApi>> | undefined;
	#trainer: Promise<Started<TeacherApi>> | undefined;
	/** The trainer that has been given the embedders. */
	#trainerEmbeds: Started<TeacherApi> | undefined;
	#embedders: Promise<StartedEncoder> | undefined;

	/** @param siteBase gives the absolute URL of the site's folder, ending with a slash; asked only in the browser */
	constructor(
		private readonly siteBase: () => string,
		private readonly onFailure: OnFailure
	) {}

	viewer(): Promise<Remote<ViewerApi>> {
		this.#viewer ??= startedOr(this.#startViewer(), (failed) => {
			if (this.#viewer === failed) this.#viewer = undefined;
		});
		return this.#viewer;
	}

	async classifier(): Promise<Remote<ClassifierApi>> {
		return (await this.#startedClassifier()).remote;
	}

	/**
	 * Ends the classifier, and with it the reader and the embedders: calls that wait are rejected, and the next one starts
	 * them again. What is stored stays.
	 */
	stopClassifier(): void {
		const [classifier, embedders] = [this.#classifier, this.#embedders];
		this.#classifier = undefined;
		this.#embedders = undefined;
		if (this.#trainerEmbeds) this.stopTrainer();
		for (const started of [classifier, embedders])
			void started?.then(({ stop }) => stop()).catch(() => undefined);
	}

	/** Whether the reader answers within so many milliseconds. */
	async readerAnswers(milliseconds: number): Promise<boolean> {
		const started = await this.#classifier?.catch(() => undefined);
		if (!started) return true;
		const answered = started.pingReader().then(
			() => true,
			() => false
		);
		return Promise.race([answered, after(milliseconds).then(() => false)]);
	}

	/** The worker that keeps bundles and decisions. */
	teacher(): Promise<Remote<TeacherApi>> {
		const remote = (): Promise<Remote<TeacherApi>> =>
			this.#startTeacher().then((started) => started.remote);
		this.#teacher ??= startedOr(remote(), (failed) => {
			if (this.#teacher === failed) this.#teacher = undefined;
		});
		return this.#teacher;
	}

	/**
	 * A second worker of the same kind for work that takes long or could hang: `stopTrainer` ends it at once.
	 * @param embedding the work needs the encoder
	 */
	async trainer(embedding?: (progress: LoadProgress) => void): Promise<Remote<TeacherApi>> {
		const encoder = embedding ? await this.embedders(embedding) : undefined;
		this.#trainer ??= startedOr(this.#startTeacher(), (failed) => {
			if (this.#trainer === failed) this.#trainer = undefined;
		});
		const started = await this.#trainer;
		if (encoder && this.#trainerEmbeds !== started) {
			this.#trainerEmbeds = started;
			await encoder.connect(started.remote);
		}
		return started.remote;
	}

	stopTrainer(): void {
		const started = this.#trainer;
		this.#trainer = undefined;
		void started?.then(({ stop }) => stop());
	}

	/** The embedders, connected with the classifier. A start that failed is tried again at the next call. */
	embedders(onProgress: (progress: LoadProgress) => void): Promise<StartedEncoder> {
		this.#embedders ??= startedOr(this.#startEmbedders(onProgress), (failed) => {
			if (this.#embedders === failed) this.#embedders = undefined;
		});
		return this.#embedders;
	}

	/** The encoder's revision, where it is certain before it was started. */
	async encoderRevision(): Promise<string | undefined> {
		return (await import('./start')).certainEncoderRevision();
	}

	async #startViewer(): Promise<Remote<ViewerApi>> {
		const { startViewer } = await import('./start');
		const viewer = startViewer(this.#watch(() => (this.#viewer = undefined)));
		await viewer.init({ base: this.siteBase() });
		return viewer;
	}

	#startedClassifier(): Promise<StartedClassifier> {
		this.#classifier ??= startedOr(this.#startClassifier(), (failed) => {
			if (this.#classifier === failed) this.#classifier = undefined;
		});
		return this.#classifier;
	}

	async #startClassifier(): Promise<StartedClassifier> {
		const { startClassifier } = await import('./start');
		return startClassifier(
			this.siteBase(),
			this.#watch(() => this.stopClassifier())
		);
	}

	/** A worker that died is told and forgotten, so that the next call starts another. */
	#watch(forget: () => void): Watch {
		return {
			onFailure: this.onFailure,
			onDeath: (error: WorkerEnded) => {
				forget();
				this.onFailure(`${error.message} It is started again.`);
			}
		};
	}

	async #startTeacher(): Promise<Started<TeacherApi>> {
		const { startTeacher } = await import('./start');
		const started = startTeacher(
			this.#watch(() => {
				this.#teacher = undefined;
				this.#trainer = undefined;
			})
		);
		await started.remote.init({ base: this.siteBase() });
		return started;
	}

	async #startEmbedders(onProgress: (progress: LoadProgress) => void): Promise<StartedEncoder> {
		const [{ startEmbedders }, classifier] = await Promise.all([
			import('./start'),
			this.classifier()
		]);
		const watch = this.#watch(() => this.stopClassifier());
		return startEmbedders(classifier, { base: this.siteBase(), onProgress, ...watch });
	}
}

/** A start that is forgotten when it fails, so that the next call tries it again. Another one may be there by then. */
function startedOr<T>(started: Promise<T>, forget: (failed: Promise<T>) => void): Promise<T> {
	started.catch(() => forget(started));
	return started;
}

const after = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));
