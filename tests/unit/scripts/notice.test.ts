import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { missingPackages } from '../../../scripts/notice/notice-check';
import { noticeText, shippedPackages } from '../../../scripts/notice/notice-text';

const project = fileURLToPath(new URL('../../../', import.meta.url));

test('NOTICE is what "npm run notice" writes', () => {
	const written = readFileSync(`${project}NOTICE`, 'utf8');
	expect(
		written === noticeText(project),
		'NOTICE is not up to date. Run "npm run notice" and commit the file.'
	).toBe(true);
});

test('what the site contains is found through several steps, and tools are left out', () => {
	const names = shippedPackages(project).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['svelte', 'tabbable', 'inline-style-parser']));
	for (const tool of ['vite', 'vitest', 'typescript', 'sharp', 'onnxruntime-node', 'esbuild'])
		expect(names).not.toContain(tool);
});

test('every work has the whole text of its licence', () => {
	for (const { name, text } of shippedPackages(project))
		expect(text, name).toMatch(
			/WITHOUT WARRANT(Y|IES)|DISCLAIMS ALL WARRANTIES|WARRANTIES[^.]*ARE\s+DISCLAIMED/i
		);
});

test('a module of a package that is not named is found, whichever copy it is from', () => {
	const shipped = [{ path: 'node_modules/a' }, { path: 'node_modules/@s/b/node_modules/c' }];
	const modules = [
		'/home/me/winnow/src/app.ts',
		'/home/me/winnow/node_modules/a/index.js',
		'\0C:\\winnow\\node_modules\\@s\\b\\node_modules\\c\\dist\\c.js?commonjs-module',
		'/home/me/winnow/node_modules/c/dist/c.js',
		'/home/me/winnow/node_modules/@s/b/b.js'
	];
	expect(missingPackages(modules, shipped)).toEqual(['node_modules/@s/b', 'node_modules/c']);
});
