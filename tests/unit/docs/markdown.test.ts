import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../dependency-cruiser.config';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders that a path in a text may start from, besides that of its page. */
const BASES = ['.', 'src', 'src/lib'];
/** What the build, the tests or the training make. */
const MADE = /^(build|coverage|test-results|docs\/screenshots|static\/(ort|llm|models))\b/;

const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
	cwd: project,
	encoding: 'utf8'
})
	.trim()
	.split('\n')
	.filter((page) => existsSync(join(project, page)));

describe.each(pages)('%s', (page) => {
	const text = readFileSync(join(project, page), 'utf8');

	test('its links lead somewhere', () => {
		const links = [...text.matchAll(/\]\(([^()\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
			([, link, picture]) => (link ?? picture) as string
		);
		expect(links.filter((link) => !isReachable(page, link))).toEqual([]);
	});

	test('the files and folders that it names are there', () => {
		const paths = [...text.matchAll(/`([\w@.-]+\/[\w@./+-]*)`/g)].map(([, path]) => path as string);
		const missing = paths.filter((path) => isOurs(path) && !isThere(page, path));
		expect(missing).toEqual([]);
	});

	test('the scripts that it names are in package.json', () => {
		const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
			scripts: Record<string, string>;
		};
		const names = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name]) => name);
		expect(names.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
	});
});

test('the order of rooms in docs/architecture.md is the one that imports are checked by', () => {
	const prefix = 'order-of-pipeline-';
	const names = rules.map(({ name }) => name).filter((name) => name.startsWith(prefix));
	expect(names.length).toBeGreaterThan(10);
	const page = readFileSync(join(project, 'docs/architecture.md'), 'utf8');
	const [, order = ''] = /```\n(text ─▶[^`]+)```/.exec(page) ?? [];
	// The last room has no rule, since nothing is behind it.
	const inText = order.split('─▶').map((name) => name.trim());
	expect(inText.slice(0, -1)).toEqual(names.map((name) => name.slice(prefix.length)));
});

function isReachable(page: string, link: string): boolean {
	if (/^(https?|mailto):/.test(link)) return true;
	const [path = '', anchor] = link.split('#');
	const file = path === '' ? page : join(dirname(page), path);
	if (!existsSync(join(project, file))) return false;
	return anchor === undefined || anchorsOf(file).has(anchor);
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(file: string): Set<string> {
	const headings = readFileSync(join(project, file), 'utf8').matchAll(/^#+ (.+)$/gm);
	return new Set(
		[...headings].map(([, heading = '']) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-')
		)
	);
}

/** Whether a path is one of this repository: it starts with a folder of it, and no part stands for something. */
function isOurs(path: string): boolean {
	const [first = ''] = path.split('/');
	return (
		!MADE.test(path) &&
		!/[A-Z]{3,}/.test(path.replace('README', '')) &&
		BASES.some((base) => existsSync(join(project, base, first)))
	);
}

const isThere = (page: string, path: string): boolean =>
	[...BASES, dirname(page)].some((base) => existsSync(join(project, base, path)));
