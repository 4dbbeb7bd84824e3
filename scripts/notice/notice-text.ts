/** The text of `NOTICE`: every work that the built site contains, with its licence. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	CARRIED_WORKS,
	COMPILED_IN,
	NOT_SHIPPED,
	PACKAGE_FACTS,
	mitLicence,
	type CarriedWork
} from './shipped-parts.ts';

/** An installed package that the site contains. */
export interface ShippedPackage {
	/** Its folder inside the project, such as `node_modules/a/node_modules/b`. */
	path: string;
	name: string;
	version: string;
	license: string;
	/** Address of the project, or of the package when it names none. */
	home: string;
	/** Full text of the licence. */
	text: string;
}

interface LockEntry {
	dependencies?: Record<string, string>;
	peerDependencies?: Record<string, string>;
	peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

interface Manifest {
	name: string;
	version: string;
	license?: string;
	repository?: string | { url?: string };
}

const INTRODUCTION = `Winnow
Copyright (c) 2026 The Winnow authors

Winnow is under the MIT licence, see the file LICENSE. The built site also
contains the works below, under the licences that stand after them.

Made by "npm run notice". Do not edit.`;

const LICENCE_FILE = /^(licen[cs]e|notice|copying)([.-].*)?$/i;

/**
 * @param project folder that holds `package-lock.json` and `node_modules`
 * @throws Error naming the package whose licence cannot be found
 */
export function noticeText(project: string): string {
	const packages = shippedPackages(project);
	const carried = carriedWorks(project);
	return [
		INTRODUCTION,
		section('Packages', packages.map(packageLine).join('\n')),
		section('Other works', carried.map(carriedLine).join('\n\n')),
		section('Licences', licenceTexts(packages, carried)),
		''
	].join('\n\n');
}

/** The packages that the site contains, by name: what `package.json` names, and what those need in turn. */
export function shippedPackages(project: string): ShippedPackage[] {
	const manifest = readJson<{ dependencies: Record<string, string> }>(project, 'package.json');
	const { packages: lock } = readJson<{ packages: Record<string, LockEntry> }>(
		project,
		'package-lock.json'
	);
	const seen = new Set<string>();
	const open = [...Object.keys(manifest.dependencies), ...Object.keys(COMPILED_IN)]
		.filter((name) => !(name in NOT_SHIPPED))
		.map((name) => locate(lock, '', name));
	for (let path = open.pop(); path !== undefined; path = open.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		for (const name of needed(lock, path)) open.push(locate(lock, path, name));
	}
	const packages = [...seen].map((path) => readPackage(project, path));
	return packages.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

function needed(lock: Record<string, LockEntry>, path: string): string[] {
	const compiled = COMPILED_IN[packageName(path)];
	if (compiled) return [...compiled];
	const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = lock[path] ?? {};
	const peers = Object.keys(peerDependencies).filter(
		(name) => !peerDependenciesMeta[name]?.optional
	);
	return [...Object.keys(dependencies), ...peers].filter((name) => !(name in NOT_SHIPPED));
}

/** Where Node finds `name` from the package at `from`: in its own folder first, then further up. */
function locate(lock: Record<string, LockEntry>, from: string, name: string): string {
	for (
		let folder = from;
		;
		folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
	) {
		const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
		if (path in lock) return path;
		if (folder === '') throw new Error(`${name} is not in package-lock.json. Run "npm install".`);
	}
}

/** The name of the package whose folder `path` is. */
const packageName = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

function readPackage(project: string, path: string): ShippedPackage {
	const manifest = readJson<Manifest>(project, path, 'package.json');
	const { name, version } = manifest;
	const license = manifest.license ?? PACKAGE_FACTS[name]?.license;
	const text = licenceOf(join(project, path), name);
	if (!license || !text)
		throw new Error(
			`${name} does not tell its ${license ? 'licence text' : 'licence'}. Look it up and add it to scripts/notice/shipped-parts.ts.`
		);
	return { path, name, version, license, home: homeOf(manifest), text };
}

function licenceOf(folder: string, name: string): string | undefined {
	const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
	if (files.length > 0)
		return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
	const holder = PACKAGE_FACTS[name]?.holder;
	return holder === undefined ? undefined : mitLicence(holder);
}

function homeOf({ name, repository }: Manifest): string {
	const url = typeof repository === 'string' ? repository : repository?.url;
	if (url === undefined) return `https://www.npmjs.com/package/${name}`;
	return url
		.replace(/^git\+/, '')
		.replace(/^git:/, 'https:')
		.replace(/\.git$/, '')
		.replace(/^github:/, 'https://github.com/')
		.replace(/^(?=[\w-]+\/[\w.-]+$)/, 'https://github.com/');
}

/** The works that come in no package of `package.json`. */
export function carriedWorks(project: string): CarriedWork[] {
	const folder = join(project, 'node_modules', 'onnxruntime-web');
	const commit = readFileSync(join(folder, '__commit.txt'), 'utf8').trim();
	return CARRIED_WORKS.map((work) => ({
		...work,
		note: work.note.replace('{onnxruntimeCommit}', commit)
	}));
}

const packageLine = ({ name, version, license, home }: ShippedPackage): string =>
	`${name} ${version}: ${license}, ${home}`;

const carriedLine = ({ name, license, home, note }: CarriedWork): string =>
	`${name}: ${license}, ${home}\n${note}`;

/** Each text once, after the names of all works that it belongs to. */
function licenceTexts(packages: ShippedPackage[], carried: CarriedWork[]): string {
	const apache = packages.find(({ name }) => name === '@mlc-ai/web-llm');
	const works = [
		...packages.map(({ name, text }) => ({ name, text })),
		...carried.map(({ name, holder }) => ({
			name,
			text: holder === undefined ? (apache?.text ?? '') : mitLicence(holder)
		}))
	];
	const names = new Map<string, string[]>();
	for (const { name, text } of works) {
		const normal = text.replace(/\r\n/g, '\n').replace(/[ \t]+$/gm, '');
		names.set(normal, [...(names.get(normal) ?? []), name]);
	}
	return [...names]
		.map(([text, list]) => `${list.join(', ')}:\n\n${text}`)
		.join(`\n\n${'-'.repeat(79)}\n\n`);
}

const section = (title: string, body: string): string => `${title}\n${'='.repeat(79)}\n\n${body}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readJson<T>(...path: string[]): T {
	return JSON.parse(readFileSync(join(...path), 'utf8')) as T;
}
