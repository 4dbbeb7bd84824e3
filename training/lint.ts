/** Checks corpus files: syntax, near-duplicates and shared openings. Usage: npx tsx training/lint.ts [FILE.txt ...] */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseCorpusFile, type CorpusEntry } from './corpus';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';

const folder = join(import.meta.dirname ?? '.', 'corpus');
const files = process.argv.slice(2).map((path) => basename(path));
const names =
	files.length > 0 ? files : readdirSync(folder).filter((name) => name.endsWith('.txt'));

const problems: string[] = [];
const entries: CorpusEntry[] = [];
for (const name of names.sort()) {
	const parsed = parseCorpusFile(name, readFileSync(join(folder, name), 'utf8'));
	problems.push(...parsed.errors);
	entries.push(...parsed.entries);
}

const mask = (template: string): string =>
	template
		.replace(/\{[^{}"]*\}/g, '*')
		.replace(/[0-9]+/g, '*')
		.toLowerCase();
const group = (key: (entry: CorpusEntry) => string): Map<string, CorpusEntry[]> => {
	const groups = new Map<string, CorpusEntry[]>();
	for (const entry of entries) groups.set(key(entry), [...(groups.get(key(entry)) ?? []), entry]);
	return groups;
};
const where = (list: CorpusEntry[]): string =>
	list.map((entry) => `${entry.file}:${entry.line}`).join(' ');

for (const [text, list] of group((entry) => mask(entry.template)))
	if (list.length > 1) problems.push(`same message: ${where(list)} "${text}"`);
const opening = (entry: CorpusEntry): string =>
	mask(entry.template).split(/\s+/).slice(0, 4).join(' ');
for (const [text, list] of group(opening))
	if (list.length > 3)
		problems.push(`${list.length} share their first four words: ${where(list)} "${text}"`);

const counts = DEFAULT_LABELS.map(
	(label) => `${label} ${entries.filter((entry) => entry.label === label).length}`
);
console.log(`${entries.length} messages, ${names.length} files\n${counts.join(', ')}`);
if (problems.length > 0) {
	console.error(problems.join('\n'));
	process.exitCode = 1;
}
