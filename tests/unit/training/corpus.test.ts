import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LABELS } from '../../../src/lib/pipeline/bundle/default-labels';
import { parseCorpusFile, readCorpus, type CorpusEntry } from '../../../training/corpus';
import { labelledTexts } from '../../../training/labelled-texts';

const CORPUS = join(import.meta.dirname, '../../../training/corpus');
const HEADER = 'system: Test server\nkind: test\nsources: a, b\n\n';
const parse = (lines: string) => parseCorpusFile('x.txt', HEADER + lines);

describe('parseCorpusFile', () => {
	it('reads header, labels, level and message', () => {
		const { entries, errors } = parse('# note\nIOError|HardwareError error disk {n} full\\nbye\n');
		expect(errors).toEqual([]);
		expect(entries).toEqual([
			{
				file: 'x.txt',
				line: 6,
				system: 'Test server',
				kind: 'test',
				sources: ['a', 'b'],
				label: 'IOError',
				also: ['HardwareError'],
				level: 'error',
				template: 'disk {n} full\nbye'
			}
		]);
	});

	it('names file and line of everything wrong, and reads the rest', () => {
		const { entries, errors } = parse(
			[
				'Nonsense error a',
				'IOError|Foo|Bar info b',
				'IOError loud c',
				'IOError error',
				'IOError info fine'
			].join('\n')
		);
		expect(errors).toEqual([
			'x.txt:5: unknown label Nonsense',
			'x.txt:6: unknown label Foo, Bar',
			'x.txt:7: unknown level loud',
			'x.txt:8: expected "Label level message"'
		]);
		expect(entries.map(({ line, template }) => [line, template])).toEqual([[9, 'fine']]);
	});

	it('names what the header lacks', () => {
		expect(parseCorpusFile('x.txt', 'kind: test\n\nIOError info a').errors).toEqual([
			'x.txt: missing "system:" header',
			'x.txt: missing "sources:" header'
		]);
	});

	it('takes Windows line ends', () => {
		const { entries, errors } = parseCorpusFile(
			'x.txt',
			`${HEADER}IOError info a b\n`.replaceAll('\n', '\r\n')
		);
		expect(errors).toEqual([]);
		expect(entries[0]).toMatchObject({ template: 'a b', system: 'Test server' });
	});
});

describe('readCorpus', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'winnow-corpus-'));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it('reads text files in name order, or lists what is wrong in all of them', async () => {
		await writeFile(join(folder, 'b.txt'), `${HEADER}IOError info second`);
		await writeFile(join(folder, 'a.txt'), `${HEADER}IOError info first`);
		await writeFile(join(folder, 'README.md'), 'not read');
		expect(readCorpus(folder).map(({ template }) => template)).toEqual(['first', 'second']);
		await writeFile(join(folder, 'a.txt'), `${HEADER}Oops info first`);
		await writeFile(join(folder, 'c.txt'), `${HEADER}IOError oops third`);
		expect(() => readCorpus(folder)).toThrow(
			'Corpus: 2 problems\na.txt:5: unknown label Oops\nc.txt:5: unknown level oops'
		);
	});
});

/** A message without its variable parts, as the lint compares messages. */
const mask = (template: string): string =>
	template
		.replace(/\{[^{}"]*\}/g, '*')
		.replace(/[0-9]+/g, '*')
		.toLowerCase();

function shared(entries: readonly CorpusEntry[], key: (template: string) => string, most: number) {
	const places = new Map<string, string[]>();
	for (const { file, line, template } of entries) {
		const found = key(mask(template));
		places.set(found, [...(places.get(found) ?? []), `${file}:${line}`]);
	}
	return [...places].filter(([, where]) => where.length > most);
}

describe('the corpus', () => {
	const entries = readCorpus(CORPUS);

	it('has enough distinct texts of enough systems, of every label', () => {
		const texts = labelledTexts();
		expect(new Set(texts.map(({ canonical }) => canonical)).size).toBe(texts.length);
		expect(texts.length).toBeGreaterThanOrEqual(6_000);
		expect(new Set(texts.map(({ system }) => system)).size).toBeGreaterThanOrEqual(120);
		for (const label of DEFAULT_LABELS)
			expect(texts.filter((text) => text.label === label).length, label).toBeGreaterThan(100);
	});

	it('has no message twice, and no more than three with the same first four words', () => {
		expect(shared(entries, (text) => text, 1)).toEqual([]);
		expect(shared(entries, (text) => text.split(/\s+/).slice(0, 4).join(' '), 3)).toEqual([]);
	});

	it('never has the label itself among the further labels, nor one twice', () => {
		const odd = entries.filter(
			({ label, also }) => new Set([label, ...also]).size !== also.length + 1
		);
		expect(odd.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
	});

	it('is filled the same each time', () => {
		expect(labelledTexts().slice(0, 500)).toEqual(labelledTexts().slice(0, 500));
	});
});
