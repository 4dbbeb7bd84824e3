import type { BundleChoice } from '../../workers/contracts/viewer';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import type { Toasts } from '../page/toasts.svelte';

/** Which categories new files get. */
export class Categories {
	/** The site's own first; empty until they have been read. */
	choices = $state.raw<BundleChoice[]>([]);

	constructor(
		private readonly engine: Engine,
		private readonly toasts: Toasts
	) {}

	get chosen(): BundleChoice | undefined {
		return this.choices.find(({ chosen }) => chosen);
	}

	/** What cannot be read is not asked about: the list of runs says that the storage fails. */
	async load(): Promise<void> {
		try {
			this.choices = await (await this.engine.viewer()).bundleChoices();
		} catch {
			this.choices = [];
		}
	}

	/** @param id '' for those that come with the site */
	async choose(id: string): Promise<void> {
		try {
			await (await this.engine.viewer()).chooseBundle(id);
			await this.load();
			this.toasts.show(`New files get the categories of ${this.chosen?.name ?? ''}.`);
		} catch (error) {
			this.toasts.show(`The categories could not be changed: ${errorText(error)}`);
		}
	}
}
