import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LABELS, type DefaultLabel } from '../src/lib/pipeline/bundle/default-labels';

const LEVELS = ['critical', 'error', 'warning', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/** One message template of the corpus; `also` lists further labels that are acceptable for it. */
export interface CorpusEntry {
	file: string;
	line: number;
	system: string;
	kind: string;
	sources: string[];
	label: DefaultLabel;
	also: DefaultLabel[];
	level: Level;
	template: string;
}

const isLabel = (text: string): text is DefaultLabel =>
	(DEFAULT_LABELS as readonly string[]).includes(text);
const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);

/** Parses one corpus file (format: `corpus/README.md`). Errors name file and line and are all collected. */
export function parseCorpusFile(
	file: string,
	text: string
): { entries: CorpusEntry[]; errors: string[] } {
	const entries: CorpusEntry[] = [];
	const errors: string[] = [];
	const header: Record<string, string> = {};
	text.split('\n').forEach((raw, index) => {
		const at = `${file}:${index + 1}`;
		const line = raw.trimEnd();
		if (line === '' || line.startsWith('# ')) return;
		const head = /^(system|kind|sources): (.+)$/.exec(line);
		if (head && entries.length === 0) {
			header[head[1] as string] = head[2] as string;
			return;
		}
		const match = /^(\S+) (\S+) (.+)$/.exec(line);
		if (!match) return void errors.push(`${at}: expected "Label level message"`);
		const [, labels, level, template] = match as unknown as [string, string, string, string];
		const [label, ...also] = labels.split('|');
		const unknown = [label, ...also].filter((name) => !isLabel(name as string));
		if (unknown.length > 0) return void errors.push(`${at}: unknown label ${unknown.join(', ')}`);
		if (!isLevel(level)) return void errors.push(`${at}: unknown level ${level}`);
		entries.push({
			file,
			line: index + 1,
			system: header.system ?? '',
			kind: header.kind ?? '',
			sources: (header.sources ?? '').split(',').map((source) => source.trim()),
			label: label as DefaultLabel,
			also: also as DefaultLabel[],
			level,
			template: template.replaceAll('\\n', '\n')
		});
	});
	for (const key of ['system', 'kind', 'sources'])
		if (!header[key]) errors.push(`${file}: missing "${key}:" header`);
	return { entries, errors };
}

/** Reads every `*.txt` of the corpus folder in name order. Throws one error that lists everything wrong. */
export function readCorpus(folder: string): CorpusEntry[] {
	const parsed = readdirSync(folder)
		.filter((name) => name.endsWith('.txt'))
		.sort()
		.map((name) => parseCorpusFile(name, readFileSync(join(folder, name), 'utf8')));
	const errors = parsed.flatMap((file) => file.errors);
	if (errors.length > 0) throw new Error(`Corpus: ${errors.length} problems\n${errors.join('\n')}`);
	return parsed.flatMap((file) => file.entries);
}
