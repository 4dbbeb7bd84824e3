import { readFile } from 'node:fs/promises';
import { bundleFaults } from '../lib/pipeline/bundle/bundle';
import type { BundleContent } from '../lib/pipeline/bundle/edit';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import { InputError } from '../lib/pipeline/read/input-error';
import { writeBundleFile } from '../workers/bundle/bundle-file';
import { bundleContent, DEFAULT_BUNDLE } from './bundle-content';
import { bundleDiff, diffLines } from './bundle-diff';
import { bundleFacts, factLines } from './bundle-facts';
import { loadEncoder } from './load-encoder';
import { parsed, UsageError, type Command } from './usage';

const OPTIONS = { json: { type: 'boolean', default: false } } as const;
/** Faults of a file that are printed. */
const FAULTS = 20;

/** What is in bundles. */
export const bundle: Command = {
	usage: 'bundle check FILE | bundle diff BEFORE AFTER [--json]',
	purpose: 'Says what is in a bundle and whether it is valid, or how two differ.',
	help: `      --json   the same as JSON

"default" is the bundle of the page. check: categories, head, thresholds, rules and whether they treat their own test
messages as they should, examples and how many of them the bundle gives their category; of a file that is not valid what is
wrong, and where. diff: what was added, removed and changed, and which examples of either get another category.

Examples:
  bundle check own.bundle.json
  bundle diff default own.bundle.json`,
	async run(args) {
		const { values, positionals } = parsed(args, OPTIONS);
		const [what, ...paths] = positionals;
		if (what === 'check' && paths.length === 1) return check(paths[0] as string, values.json);
		if (what === 'diff' && paths.length === 2)
			return diff(paths[0] as string, paths[1] as string, values.json);
		throw new UsageError('Say "check" and one bundle, or "diff" and two.');
	}
};

async function check(path: string, json: boolean): Promise<number> {
	const faults = path === DEFAULT_BUNDLE ? [] : bundleFaults(await parsedFile(path));
	if (faults.length > 0) {
		const more = faults.length > FAULTS ? [`and ${faults.length - FAULTS} more`] : [];
		throw new InputError(
			[`${path}: The bundle is not valid:`, ...faults.slice(0, FAULTS), ...more].join('\n  ')
		);
	}
	const content = await bundleContent(path, embedLater());
	const facts = bundleFacts(content, Buffer.byteLength(writeBundleFile(content)));
	print(json ? [JSON.stringify(facts, null, 2)] : [`${path}: valid`, ...factLines(facts)]);
	return facts.rules.failures.length > 0 ? 1 : 0;
}

/** @throws InputError */
async function parsedFile(path: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(path, 'utf8'));
	} catch (error) {
		const { message } = error as Error;
		throw new InputError(`${path}: it cannot be read as a bundle: ${message}`);
	}
}

async function diff(before: string, after: string, json: boolean): Promise<number> {
	const embed = embedLater();
	const contents: [BundleContent, BundleContent] = [
		await bundleContent(before, embed),
		await bundleContent(after, embed)
	];
	const found = bundleDiff(...contents);
	print(json ? [JSON.stringify(found, null, 2)] : diffLines(found));
	return 0;
}

/** The encoder is started for examples that come without embeddings, and for no others. */
function embedLater(): Embed {
	let encoder: ReturnType<typeof loadEncoder> | undefined;
	return async (texts) => (await (encoder ??= loadEncoder())).embed(texts);
}

const print = (lines: readonly string[]): void =>
	void process.stdout.write(`${lines.join('\n')}\n`);
