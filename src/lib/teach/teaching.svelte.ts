import type { Remote } from 'comlink';
import { DEFAULT_BUNDLE_ID } from '../../workers/contracts/teacher';
import type {
	BundleDetail,
	BundleSummary,
	DeletedBundle,
	OfferedBundle,
	SharedTexts,
	TeacherApi
} from '../../workers/contracts/teacher';
import { registerLabels } from '../charts/category-style';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import { formatAmount, formatDate, formatShare } from '../page/format';
import { DELETED_KEPT } from '../pipeline/constants';
import type { BundleEdit } from '../pipeline/bundle/edit';
import { LongTask, type TrainerWork } from './long-task.svelte';
import type { Toasts } from '../page/toasts.svelte';

/** The bundles of this browser and the one that is being looked at or edited. */
export class Teaching {
	/** Undefined until they have been read. */
	bundles = $state.raw<BundleSummary[]>();
	/** Those that can be brought back. */
	deleted = $state.raw<DeletedBundle[]>([]);
	current = $state.raw<BundleDetail>();
	error = $state<string>();
	/** The site's own bundle is never changed. */
	readonly fixed = $derived(this.current?.id === DEFAULT_BUNDLE_ID);

	/** Embedding of a bundle's examples. */
	readonly task: LongTask;

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {
		this.task = new LongTask(engine);
	}

	/** Reads the list, and opens the bundle that is in use unless another one is open. */
	async load(): Promise<void> {
		await this.#guarded(async (teacher) => {
			this.bundles = await teacher.listBundles();
			this.deleted = await stillDeleted(teacher);
			const wanted = this.current?.id ?? this.bundles.find(({ chosen }) => chosen)?.id;
			const there = this.bundles.some(({ id }) => id === wanted);
			this.#show(await teacher.bundle(there && wanted ? wanted : DEFAULT_BUNDLE_ID));
		});
	}

	async open(id: string): Promise<void> {
		await this.#guarded(async (teacher) => this.#show(await teacher.bundle(id)));
	}

	/** Changes the open bundle, stores it, and offers a way back. Resolves with whether it worked. */
	async edit(edit: BundleEdit, said: string): Promise<boolean> {
		const id = this.current?.id;
		if (id === undefined) return false;
		return this.#tried(async (teacher) => {
			this.#show(await teacher.editBundle(id, edit));
			this.bundles = await teacher.listBundles();
			this.toasts.show(said, { label: 'Undo', run: () => void this.undo(id) });
		});
	}

	/** Takes back the newest edit of a bundle, which may be one of an earlier visit. */
	async undo(id = this.current?.id): Promise<void> {
		if (id === undefined) return;
		await this.#tried(async (teacher) => {
			const { lastChange } = await teacher.bundle(id);
			if (lastChange === undefined) return;
			this.#show(await teacher.undoEdit(id));
			this.bundles = await teacher.listBundles();
			this.toasts.show(`Took back the change of ${formatDate(lastChange)}.`);
		});
	}

	/** Makes a copy and opens it. */
	async copy(id: string): Promise<void> {
		await this.#tried(async (teacher) => {
			const copy = await teacher.copyBundle(id);
			this.#show(await teacher.bundle(copy.id));
			this.bundles = await teacher.listBundles();
			this.toasts.show(`Copied as "${copy.name}".`);
		});
	}

	async rename(id: string, name: string): Promise<void> {
		await this.#tried(async (teacher) => {
			const renamed = await teacher.editBundle(id, { kind: 'rename', name });
			if (this.current?.id === id) this.#show(renamed);
			this.bundles = await teacher.listBundles();
		});
	}

	/** Deletes a bundle; it can be brought back for an hour, also in a later visit. */
	async remove({ id, name, chosen }: BundleSummary): Promise<void> {
		await this.#tried(async (teacher) => {
			if (chosen) await teacher.chooseBundle(DEFAULT_BUNDLE_ID);
			await teacher.deleteBundle(id);
			if (this.current?.id === id) this.current = undefined;
			await this.load();
			const undo = { label: 'Undo', run: () => void this.restore(id, chosen) };
			this.toasts.show(`Deleted "${name}". It can be brought back for an hour.`, undo);
		});
	}

	/** @param choose new runs use it again */
	async restore(id: string, choose = false): Promise<void> {
		await this.#tried(async (teacher) => {
			await teacher.restoreBundle(id);
			if (choose) await teacher.chooseBundle(id);
			await this.load();
		});
	}

	/** Deletes a bundle that was deleted at once, without a way back. */
	async removeForGood({ id, name }: BundleSummary): Promise<void> {
		await this.#tried(async (teacher) => {
			await teacher.deleteBundleForGood(id);
			await this.load();
			this.toasts.show(`Deleted "${name}" for good.`);
		});
	}

	/** Makes new runs use a bundle. */
	async choose({ id, name }: Pick<BundleSummary, 'id' | 'name'>): Promise<void> {
		const before = this.bundles?.find(({ chosen }) => chosen);
		await this.#tried(async (teacher) => {
			await teacher.chooseBundle(id);
			await this.load();
			const back = before && before.id !== id ? before : undefined;
			const undo = back && { label: 'Undo', run: () => void this.choose(back) };
			this.toasts.show(`New runs use "${name}".`, undo);
		});
	}

	/** Stores a bundle file. Nothing changes when anything is wrong with it; `error` then says what. */
	async importFile(text: string): Promise<BundleSummary | undefined> {
		let embeds = false;
		let imported: BundleSummary | undefined;
		await this.#guarded(async (teacher) => {
			embeds = await teacher.importEmbeds(text);
			if (!embeds) imported = await teacher.importBundle(text);
		});
		if (embeds)
			imported = await this.#embedding((trainer, report) => trainer.importBundle(text, report));
		if (!imported) return undefined;
		const { id, name } = imported;
		await this.open(id);
		await this.load();
		this.toasts.show(`Imported "${name}".`, { label: 'Undo', run: () => void this.#forget(id) });
		return imported;
	}

	/** Carries a bundle of an earlier encoder over to the present one, with a way back. */
	async update({ id, name }: Pick<BundleSummary, 'id' | 'name'>): Promise<void> {
		const updated = await this.#embedding((trainer, report) => trainer.updateBundle(id, report));
		if (!updated?.update) return;
		const { examples, same } = updated.update;
		await this.load();
		const share = formatShare(same, examples);
		this.toasts.show(
			`Updated "${name}": ${share} of its ${formatAmount(examples, 'example')} keep their label.`,
			{ label: 'Undo', run: () => void this.undo(id) }
		);
	}

	/** A bundle that a link offers, checked; throws what is wrong with it. */
	async offered(path: string): Promise<OfferedBundle> {
		return (await this.engine.teacher()).offeredBundle(path);
	}

	/** @param withAnswers what was decided by hand travels too, masked */
	async exported(id: string, withAnswers: boolean): Promise<Blob> {
		return (await this.engine.teacher()).exportBundle(id, withAnswers);
	}

	/** What of the user's messages would travel with a bundle. */
	async sharedTexts(id: string): Promise<SharedTexts> {
		return (await this.engine.teacher()).sharedTexts(id);
	}

	async #forget(id: string): Promise<void> {
		await this.#tried(async (teacher) => {
			await teacher.deleteBundleForGood(id);
			if (this.current?.id === id) this.current = undefined;
			await this.load();
		});
	}

	#show(bundle: BundleDetail): void {
		registerLabels(bundle.labelList);
		this.current = bundle;
	}

	/** Work that embeds, which only the trainer can. Nothing when it was cancelled or failed; `error` then says why. */
	async #embedding<T>(work: TrainerWork<T>): Promise<T | undefined> {
		this.error = undefined;
		const result = await this.task.run(work, { embedding: true });
		this.error = this.task.error;
		return result;
	}

	/** Reports a failure as a toast and leaves the screen as it is. */
	async #tried(work: (teacher: Remote<TeacherApi>) => Promise<void>): Promise<boolean> {
		try {
			await work(await this.engine.teacher());
			return true;
		} catch (error) {
			this.toasts.show(errorText(error));
			return false;
		}
	}

	async #guarded(work: (teacher: Remote<TeacherApi>) => Promise<void>): Promise<void> {
		try {
			this.error = undefined;
			await work(await this.engine.teacher());
		} catch (error) {
			this.error = errorText(error);
		}
	}
}

/** What was deleted in the last hour. What was before is removed for good. */
async function stillDeleted(teacher: Remote<TeacherApi>): Promise<DeletedBundle[]> {
	const deleted = await teacher.deletedBundles();
	const kept = deleted.filter(({ deletedAt }) => deletedAt + DELETED_KEPT > Date.now());
	if (kept.length < deleted.length) await teacher.purgeBundles();
	return kept;
}
