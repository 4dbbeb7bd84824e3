import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { makeSample, SAMPLE_ROWS } from '../../../training/make-sample';
import { DEFAULT_LABELS } from '../../../src/lib/pipeline/bundle/default-labels';
import { readCorpus } from '../../../training/corpus';
import { SLOTS } from '../../../training/slots';

const corpus = readCorpus('training/corpus');
const rows = makeSample(corpus);
/** The template of each row; undefined for the rows that are not of the corpus. */
const origins = rows.map(({ source, log_message }) =>
	corpus.find(
		(entry) => entry.sources.includes(source) && pattern(entry.template).test(log_message)
	)
);

describe('makeSample', () => {
	it('gives the same rows every time', () => {
		expect(makeSample(corpus)).toEqual(rows);
	});

	it('has its number of rows, over one day, in order', () => {
		expect(rows).toHaveLength(SAMPLE_ROWS);
		const times = rows.map(({ timestamp }) => Date.parse(timestamp));
		for (let at = 1; at < times.length; at++) expect(times[at]).toBeGreaterThan(times[at - 1] ?? 0);
		expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(24 * 3_600_000);
	});

	it('has rows of all categories and of at least ten systems', () => {
		const labels = new Set(origins.map((entry) => entry?.label));
		expect(DEFAULT_LABELS.filter((label) => !labels.has(label))).toEqual([]);
		expect(new Set(origins.map((entry) => entry?.file)).size).toBeGreaterThanOrEqual(10);
	});

	it('has the examples that everybody tries', () => {
		const messages = rows.map(({ source, log_message }) => `${source}: ${log_message}`);
		expect(messages).toContain('app1: Connection failed due to timeout');
		expect(messages).toContain('app2: FileNotFoundError: dataset.csv missing');
		for (const text of ['ERROR 404', 'Timeout', 'Disk full'])
			expect(rows.filter(({ log_message }) => log_message === text)).toHaveLength(1);
	});

	it('repeats some messages often and most seldom', () => {
		const counts = new Map<unknown, number>();
		for (const origin of origins) counts.set(origin, (counts.get(origin) ?? 0) + 1);
		const sorted = [...counts.values()].sort((a, b) => b - a);
		expect(sorted[0]).toBeGreaterThan(8 * (sorted[Math.floor(sorted.length / 2)] ?? 0));
	});

	it('has its busiest hour in the middle of the day', () => {
		const hours = new Array<number>(24).fill(0);
		for (const { timestamp } of rows) hours[new Date(timestamp).getUTCHours()]! += 1;
		expect(hours.indexOf(Math.max(...hours))).toBe(12);
	});
});

describe('static/sample.csv', () => {
	it('reads back as rows with the columns that the site looks for', () => {
		const text = readFileSync('static/sample.csv', 'utf8');
		const { data, errors, meta } = Papa.parse(text, { header: true, skipEmptyLines: true });
		expect(errors).toEqual([]);
		expect(meta.fields).toEqual(['timestamp', 'source', 'log_message']);
		expect(data).toHaveLength(SAMPLE_ROWS);
	});
});

/** What a template can look like when filled. */
function pattern(template: string): RegExp {
	const parts = template.split(/(\{[a-z0-9]+\}|\{[^{}"]*\|[^{}"]*\})/);
	const source = parts.map((part) => {
		const isSlot = part.includes('|') || part.slice(1, -1) in SLOTS;
		return isSlot && part.startsWith('{') ? '[^]*?' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	});
	return new RegExp(`^${source.join('')}$`);
}
