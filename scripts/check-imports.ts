/**
 * Checks which file imports which, by the rules of `dependency-cruiser.config.ts`:
 *
 *     npm run check:imports
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { options, rules } from '../dependency-cruiser.config';

const ROOTS = ['src', 'training', 'scripts'];

/** One import that is not allowed. */
export interface ForbiddenImport {
	rule: string;
	from: string;
	to: string;
	/** Files of a circle, in order. */
	circle: string[];
}

/**
 * All imports below `root` that a rule forbids. Nothing is cached: what one file may import depends on others.
 * @param root folder with `src`, `training`, `scripts` and `tsconfig.json`
 */
export async function forbiddenImports(root: string): Promise<ForbiddenImport[]> {
	const { output } = await cruise(
		ROOTS,
		{ ...options, baseDir: root, validate: true, ruleSet: { forbidden: rules } },
		{ alias: { $lib: path.join(root, 'src/lib') } },
		{ tsConfig: extractTSConfig(path.join(root, 'tsconfig.json')) }
	);
	return (output as ICruiseResult).summary.violations.map(({ rule, from, to, cycle }) => ({
		rule: rule.name,
		from,
		to,
		circle: cycle?.map(({ name }) => name) ?? []
	}));
}

async function main(): Promise<void> {
	const found = await forbiddenImports(path.resolve(import.meta.dirname, '..'));
	for (const { rule, from, to, circle } of found) {
		const comment = rules.find(({ name }) => name === rule)?.comment;
		console.error(
			`${from}\n  imports ${circle.length > 0 ? circle.join(', ') : to}\n  ${comment} (${rule})`
		);
	}
	if (found.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
