import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { shippedPackages } from './notice-text.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Stops a build that would publish code of a package whose licence `NOTICE` does not give. */
export const noticeCheck = (): Plugin => ({
	name: 'winnow-notice-check',
	apply: 'build',
	generateBundle(_options, bundle) {
		if (this.environment.name !== 'client') return;
		const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
		const modules = chunks.flatMap((chunk) =>
			Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) =>
				renderedLength > 0 ? [id] : []
			)
		);
		const missing = missingPackages(modules, shippedPackages(project));
		if (missing.length > 0)
			this.error(
				`NOTICE does not name ${missing.join(', ')}. Add what is missing to COMPILED_IN in scripts/notice/shipped-parts.ts, or take it out of NOT_SHIPPED there, and run "npm run notice".`
			);
	}
});

/**
 * @param modules paths of the modules in a bundle, as the bundler names them
 * @returns the folders of packages that the modules belong to and that are not among the shipped ones
 */
export function missingPackages(
	modules: readonly string[],
	shipped: readonly { path: string }[]
): string[] {
	const known = new Set(shipped.map(({ path }) => path));
	const folders = modules.flatMap((id) => packageFolder(id.replaceAll('\\', '/')) ?? []);
	return [...new Set(folders)].filter((folder) => !known.has(folder)).sort();
}

function packageFolder(id: string): string | undefined {
	return /node_modules\/(?:@[^/]+\/)?[^/]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*/.exec(id)?.[0];
}
