import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forbiddenImports, type ForbiddenImport } from '../../../scripts/check-imports';

/** A rule, and a file that it refuses for what it imports; '' for a file that is allowed. */
const CASES: [rule: string, file: string, code: string][] = [
	['order-of-pipeline-read', 'src/lib/pipeline/read/a.ts', "import '../view/target';"],
	['order-of-pipeline-types', 'src/lib/pipeline/types.ts', "import type {} from './run/target';"],
	['core-only', 'src/lib/pipeline/text/a.ts', "import 'idb';"],
	['core-only', 'src/lib/pipeline/text/b.ts', "import 'svelte';"],
	['core-only', 'src/lib/pipeline/text/c.ts', "import 'comlink';"],
	['core-only', 'src/lib/pipeline/text/d.ts', "import '$app/paths';"],
	['core-only', 'src/lib/pipeline/text/e.ts', "import '../../store/target';"],
	['core-only', 'src/lib/pipeline/text/f.ts', "import 'onnxruntime-web';"],
	['core-only', 'src/lib/pipeline/text/g.ts', "import 'node:fs';"],
	['', 'src/lib/pipeline/export/a.ts', "import 'papaparse'; import '../view/target';"],
	['store-only', 'src/lib/store/a.ts', "import 'comlink';"],
	['store-only', 'src/lib/store/b.ts', "import '../../workers/contracts/target';"],
	['', 'src/lib/store/c.ts', "import 'idb'; import '../pipeline/run/target';"],
	['workers-only', 'src/workers/read/a.ts', "import '../../lib/page/target';"],
	['workers-only', 'src/workers/read/b.ts', "import 'idb';"],
	['order-of-workers-contracts', 'src/workers/contracts/a.ts', "import '../run/target';"],
	['worker-view-alone', 'src/workers/view/a.ts', "import '../teach/target';"],
	['', 'src/workers/view/b.ts', "import '../run/target'; import '../../lib/store/target';"],
	['order-of-lib-page', 'src/lib/page/a.ts', "import '../run/target';"],
	['page-not-store', 'src/lib/teach/a.ts', "import type {} from '../store/target';"],
	['page-not-store', 'src/lib/llm/a.ts', "export * from '$lib/store/target';"],
	['page-not-store', 'src/api/a.ts', "void import('../lib/store/target');"],
	['page-not-store', 'src/routes/+page.svelte', svelte("import '$lib/store/target';")],
	['page-not-store', 'training/a.ts', "import '../src/lib/store/target';"],
	['page-schema-types', 'src/lib/run/a.ts', "import '../store/schema';"],
	['', 'src/lib/run/b.ts', "import type {} from '../store/schema';"],
	['page-not-worker-libraries', 'src/lib/teach/b.ts', "import 'idb';"],
	['page-not-worker-libraries', 'src/api/b.ts', "import '@huggingface/transformers';"],
	['page-not-worker-libraries', 'src/lib/components/A.svelte', svelte("import 'onnxruntime-web';")],
	['page-contracts', 'src/lib/start/a.ts', "import '../../workers/read/target';"],
	['', 'src/lib/workers/a.ts', "import '../../workers/read/target';"],
	['tools-not-imported', 'src/lib/start/b.ts', "import '../../../training/target';"],
	['scripts-not-training', 'scripts/a.ts', "import '../training/target';"],
	['tools-not-page', 'training/b.ts', "import '../src/lib/page/target';"],
	['resolved', 'src/lib/start/c.ts', "import './gone';"],
	['no-circles', 'src/lib/table/a.ts', "import type {} from './b';"]
];

/** What the cases import. */
const TARGETS = [
	...['view', 'run'].map((room) => `src/lib/pipeline/${room}/target.ts`),
	...['store', 'page', 'run'].map((room) => `src/lib/${room}/target.ts`),
	...['contracts', 'read', 'run', 'teach'].map((room) => `src/workers/${room}/target.ts`),
	...['src/lib/store/schema.ts', 'training/target.ts']
];

const ROOT = path.resolve(import.meta.dirname, '../../..');

function svelte(code: string): string {
	return `<script lang="ts">${code}</script>`;
}

async function write(root: string, name: string, text: string): Promise<void> {
	const file = path.join(root, name);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, text);
}

describe('forbiddenImports', () => {
	let root = '';
	let found: ForbiddenImport[] = [];

	beforeAll(async () => {
		await mkdir(path.join(ROOT, '.cache'), { recursive: true });
		root = await mkdtemp(path.join(ROOT, '.cache/imports-'));
		await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
		await write(root, 'tsconfig.json', '{}');
		for (const name of TARGETS) await write(root, name, 'export const target = 1;');
		for (const [, name, code] of CASES) await write(root, name, code);
		// A circle is told once, of its first file.
		await write(root, 'src/lib/table/b.ts', "import type {} from './a';");
		found = await forbiddenImports(root);
	}, 120_000);

	afterAll(() => rm(root, { recursive: true }));

	it.each(CASES)('%s: %s: %s', (rule, file) => {
		const rules = new Set(found.filter(({ from }) => from === file).map(({ rule }) => rule));
		expect([...rules]).toEqual(rule === '' ? [] : [rule]);
	});
});
