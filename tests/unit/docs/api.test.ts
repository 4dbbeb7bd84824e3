import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { GET } from '../../../src/routes/api/winnow.d.ts/+server';

const MODULE = 'https://example.org/winnow/api/winnow.js';
const text = await readFile('docs/api.md', 'utf8');
const block = (language: string): string =>
	new RegExp(`\`\`\`${language}\\n([^]*?)\\n\`\`\``).exec(text)?.[1] ?? '';

/** What the compiler has against a program that has the served types, set up as the page says. */
async function errorsOf(code: string): Promise<string[]> {
	const folder = mkdtempSync(join(tmpdir(), 'winnow-types-'));
	try {
		writeFileSync(join(folder, 'winnow.d.ts'), await GET().text());
		writeFileSync(join(folder, 'page.ts'), `${code}\nexport {};\n`);
		const { compilerOptions } = JSON.parse(block('json')) as {
			compilerOptions: { paths: Record<string, string[]> };
		};
		const program = ts.createProgram([join(folder, 'page.ts')], {
			...compilerOptions,
			pathsBasePath: folder,
			strict: true,
			noEmit: true,
			types: [],
			target: ts.ScriptTarget.ES2022,
			module: ts.ModuleKind.ESNext,
			moduleResolution: ts.ModuleResolutionKind.Bundler,
			lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts']
		});
		return ts
			.getPreEmitDiagnostics(program)
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

it('has types by which its example in TypeScript compiles', async () => {
	expect(block('ts')).toContain(MODULE);
	expect(await errorsOf(block('ts'))).toEqual([]);
}, 60_000);

it('has types that refuse what is wrong', async () => {
	const [error, ...more] = await errorsOf(
		`import { connect } from '${MODULE}';\n(await connect()).classify(7);`
	);
	expect(error).toContain("Argument of type 'number' is not assignable");
	expect(more).toEqual([]);
}, 60_000);
