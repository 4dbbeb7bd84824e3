import * as Comlink from 'comlink';
import { Cascade } from '../../lib/pipeline/head/cascade';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { untilAbort } from '../../lib/pipeline/run/until-abort';
import { readBundleFile, versioned } from '../bundle/bundle-file';
import { knowledgeOf } from '../bundle/bundle-loader';
import type { DirectBatch, DirectBundle, DirectRows, DirectStreamJob } from '../contracts/direct';
import type { Embedders } from '../embed/embedders';
import { directRows } from './direct-stream';

/** What the JavaScript API has open in the classifier: bundles of its callers, and inputs that are read as they ask. */
export class DirectCalls {
	private readonly bundles = new Map<string, Cascade>();

	/** @param chosen the cascade of the bundle that new runs use */
	constructor(
		private readonly embedders: Embedders,
		private readonly chosen: () => Promise<Cascade>
	) {}

	async hold(name: string, text: string): Promise<DirectBundle> {
		const read = await readBundleFile(text, (texts) => this.embedders.embed(texts));
		const content = await versioned(read);
		const { bundle, examples } = knowledgeOf(content);
		this.bundles.set(name, new Cascade(bundle, examples));
		const labels = bundle.labels.map((label) => label.name);
		const { name: own, version, encoder } = bundle;
		// As it is: to carry it over, all of its examples would be embedded in front of the caller's first row.
		const earlierEncoder = !isPresentRevision(encoder.revision);
		return { name: own, version, labels, earlierEncoder };
	}

	drop(name: string): void {
		this.bundles.delete(name);
	}

	/** The sieves of a bundle that is held, or of the chosen one. */
	async cascade(bundle: string | undefined): Promise<Cascade> {
		if (bundle === undefined) return this.chosen();
		const held = this.bundles.get(bundle);
		if (!held) throw new Error('The bundle is not here any more. Give it again.');
		return held;
	}

	async stream(
		{ input, bundle }: DirectStreamJob,
		pull?: () => Promise<Uint8Array | undefined>
	): Promise<DirectRows & Comlink.ProxyMarked> {
		const abort = new AbortController();
		const cascade = await this.cascade(bundle);
		const embed = (texts: string[]): Promise<Float32Array> => this.embedders.embed(texts);
		const bytes = pulled(abort.signal, pull);
		const rows = directRows({ input: input ?? bytes, cascade, embed });
		return Comlink.proxy({
			next: async (): Promise<DirectBatch | undefined> => {
				const next = await untilAbort(abort.signal, rows.next());
				return next && !next.done ? next.value : undefined;
			},
			close: (): void => {
				abort.abort();
				void rows.return(undefined).catch(() => undefined);
			}
		});
	}
}

async function* pulled(
	signal: AbortSignal,
	pull: (() => Promise<Uint8Array | undefined>) | undefined
): AsyncGenerator<Uint8Array> {
	while (pull) {
		const bytes = await untilAbort(signal, pull());
		if (!bytes) return;
		yield bytes;
	}
}
