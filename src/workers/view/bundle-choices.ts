import { DEFAULT_BUNDLE_NAME } from '../../lib/pipeline/constants';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { chooseBundle, savedBundles } from '../../lib/store/bundle-store';
import type { BundleChoice } from '../contracts/viewer';

/** The bundles that new runs can use: the site's own, whose id is '', and the user's. */
export async function bundleChoices(): Promise<BundleChoice[]> {
	const own = (await savedBundles()).map(({ id, bundle, chosen }) => ({
		...{ id, name: bundle.name, chosen: chosen === 1 },
		earlierEncoder: !isPresentRevision(bundle.encoder.revision)
	}));
	return [
		{
			...{ id: '', name: DEFAULT_BUNDLE_NAME, chosen: own.every(({ chosen }) => !chosen) },
			earlierEncoder: false
		},
		...own
	];
}

/** Makes new runs use one of the choices. */
export const chooseFrom = (id: string): Promise<void> => chooseBundle(id === '' ? undefined : id);
