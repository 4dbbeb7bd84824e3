import type { Remote } from 'comlink';
import type { ClassifierApi, LoadProgress } from '../../workers/contracts/classifier';
import type { ViewerApi } from '../../workers/contracts/viewer';
import type { TeacherApi } from '../../workers/contracts/teacher';
import type { StartedEncoder, OnFailure, Started } from './start';

/**
 * The workers, each started when it is first needed and then kept. Their code is loaded with them, so that a first
 * visit pays for the page only.
 */
export class Engine {
	#viewer: Promise<Remote<ViewerApi>> | undefined;
	#classifier: Promise<Remote<ClassifierApi>> | undefined;
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
		this.#viewer ??= this.#startViewer();
		return this.#viewer;
	}

	classifier(): Promise<Remote<ClassifierApi>> {
		this.#classifier ??= this.#startClassifier();
		return this.#classifier;
	}

	/** The worker that keeps bundles and decisions. */
	teacher(): Promise<Remote<TeacherApi>> {
		this.#teacher ??= this.#startTeacher().then(({ remote }) => remote);
		return this.#teacher;
	}

	/**
	 * A second worker of the same kind for work that takes long or could hang: `stopTrainer` ends it at once.
	 * @param embedding the work needs the encoder
	 */
	async trainer(embedding?: (progress: LoadProgress) => void): Promise<Remote<TeacherApi>> {
		const encoder = embedding ? await this.embedders(embedding) : undefined;
		this.#trainer ??= this.#startTeacher();
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
		this.#embedders ??= this.#startEmbedders(onProgress).catch((error: unknown) => {
			this.#embedders = undefined;
			throw error;
		});
		return this.#embedders;
	}

	/** The encoder's revision, where it is certain before it was started. */
	async encoderRevision(): Promise<string | undefined> {
		return (await import('./start')).certainEncoderRevision();
	}

	async #startViewer(): Promise<Remote<ViewerApi>> {
		const { startViewer } = await import('./start');
		const viewer = startViewer(this.onFailure);
		await viewer.init({ base: this.siteBase() });
		return viewer;
	}

	async #startClassifier(): Promise<Remote<ClassifierApi>> {
		const { startClassifier } = await import('./start');
		return startClassifier(this.siteBase(), this.onFailure);
	}

	async #startTeacher(): Promise<Started<TeacherApi>> {
		const { startTeacher } = await import('./start');
		const started = startTeacher(this.onFailure);
		await started.remote.init({ base: this.siteBase() });
		return started;
	}

	async #startEmbedders(onProgress: (progress: LoadProgress) => void): Promise<StartedEncoder> {
		const [{ startEmbedders }, classifier] = await Promise.all([
			import('./start'),
			this.classifier()
		]);
		const { siteBase, onFailure } = this;
		return startEmbedders(classifier, { base: siteBase(), onProgress, onFailure });
	}
}
