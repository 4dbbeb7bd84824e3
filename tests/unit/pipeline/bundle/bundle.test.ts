import { describe, expect, it } from 'vitest';
import { parseBundle, type Bundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { CANONICALISER_VERSION } from '../../../../src/lib/pipeline/canonical/canonical';
import { rule, smallBundle } from '../../support/small-bundle';

/** The small bundle as it comes out of a JSON file, with one thing changed. */
function changed(change: (bundle: Bundle) => void): unknown {
	const bundle = structuredClone(smallBundle());
	change(bundle);
	return JSON.parse(JSON.stringify(bundle)) as unknown;
}

/** Sets what the type forbids. */
const set = (target: object, key: string, value: unknown): void => {
	Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
};

const withExamples = (labels: number[]): unknown =>
	changed((bundle) => {
		bundle.examples = { file: 'x.bin', sha256: 'a'.repeat(64), texts: ['t', 'u'], labels };
	});

describe('parseBundle', () => {
	it('accepts a valid bundle and gives back all of it', () => {
		const bundle = changed((bundle) => {
			bundle.rules.push(rule({ id: 'ask', source: 'web', then: { route: 'llm' } }));
			bundle.thresholds.perClass = { IOError: 0.4 };
			bundle.examples = { file: 'e.bin', sha256: '0'.repeat(64), texts: ['t'], labels: [2] };
		});
		expect(parseBundle(bundle)).toEqual(bundle);
	});

	it('accepts one whose head learned from an earlier canonical text', () => {
		expect(parseBundle(smallBundle({ canonicaliser: 1 })).canonicaliser).toBe(1);
	});

	it('drops what it does not know', () => {
		const parsed = parseBundle(changed((bundle) => set(bundle, 'surprise', 1)));
		expect(parsed).toEqual(smallBundle());
	});

	it('says that a bundle is newer than this page', () => {
		expect(() => parseBundle(changed((bundle) => set(bundle, 'schema', 2)))).toThrow(
			/newer Winnow \(schema 2, this page reads 1\)/
		);
	});

	it.each([null, undefined, 7, 'text', []])('refuses %j', (input) => {
		expect(() => parseBundle(input)).toThrow(/The bundle is not valid/);
	});

	const invalid: [place: RegExp, change: (bundle: Bundle) => void][] = [
		[/schema/, (b) => set(b, 'schema', 'one')],
		[/version/, (b) => (b.version = '')],
		[/^.*: name/, (b) => set(b, 'name', 3)],
		[/labels/, (b) => (b.labels = [])],
		[/labels\.1\.definition/, (b) => set(b.labels[1] as object, 'definition', null)],
		[/labels\.0\.name.*HTML/, (b) => ((b.labels[0] as { name: string }).name = '<b>IO</b>')],
		[/labels\.2\.definition.*HTML/, (b) => set(b.labels[2] as object, 'definition', 'x <!-- y')],
		[/labels\.0\.name.*reserved/, (b) => set(b.labels[0] as object, 'name', '__proto__')],
		[/labels.*"Routine" is there twice/, (b) => b.labels.push({ name: 'Routine', definition: '' })],
		[/rules\.0\.pattern/, (b) => set(b.rules[0] as object, 'pattern', 'x'.repeat(1_001))],
		[/rules\.0\.flags.*i, m, s and u/, (b) => set(b.rules[0] as object, 'flags', 'g')],
		[/rules\.0\.then/, (b) => set(b.rules[0] as object, 'then', { route: 'nowhere' })],
		[
			/answers\[1\]\.label: "Nope" is not among the labels/,
			(b) =>
				(b.answers = ['Routine', 'Nope'].map((label) => ({ canonical: `said ${label}`, label })))
		],
		[/rules\[1\]\.then\.label: "Nope"/, (b) => b.rules.push(rule({ then: { label: 'Nope' } }))],
		[/Rule "Bad".*not valid/, (b) => b.rules.push(rule({ name: 'Bad', pattern: '[' }))],
		[/canonicaliser/, (b) => set(b, 'canonicaliser', 0)],
		[/canonicaliser.*newer Winnow/, (b) => (b.canonicaliser = CANONICALISER_VERSION + 1)],
		[/features\.buckets/, (b) => (b.features.buckets = 1.5)],
		[/encoder\.dimensions/, (b) => (b.encoder.dimensions = 0)],
		[/encoder\.pooling/, (b) => set(b.encoder, 'pooling', 'max')],
		[/head\.temperature/, (b) => (b.head.temperature = 0)],
		[/head\.intercepts\.1/, (b) => (b.head.intercepts[1] = NaN)],
		[/head\.classes: "Alien"/, (b) => (b.head.classes[0] = 'Alien')],
		[/head: 3 classes, but 2 rows/, (b) => b.head.coefficients.pop()],
		[/head: .* 4 intercepts/, (b) => b.head.intercepts.push(0)],
		[/head\.coefficients\[2\]: 3 numbers/, (b) => b.head.coefficients[2]?.pop()],
		[/head\.coefficients: 4 numbers a row, expected 12/, (b) => (b.features.buckets = 8)],
		[/head\.coefficients: 4 numbers a row/, (b) => (b.features.shapeScale = 1)],
		[/head\.coefficients: 4 numbers a row, expected 3/, (b) => (b.encoder.dimensions = 3)],
		[/thresholds\.confidence/, (b) => (b.thresholds.confidence = 1.2)],
		[/thresholds\.perClass\.IOError/, (b) => (b.thresholds.perClass = { IOError: -1 })],
		[/thresholds\.similarity/, (b) => (b.thresholds.similarity = -2)]
	];
	it.each(invalid)('names the place %s', (place, change) => {
		expect(() => parseBundle(changed(change))).toThrow(place);
	});

	const infinite: [path: string, from: string, to: string][] = [
		['features.embeddingScale', '"embeddingScale":4', '"embeddingScale":1e999'],
		['features.ngramScale', '"ngramScale":1', '"ngramScale":-1e999'],
		['features.shapeScale', '"shapeScale":0', '"shapeScale":1e999'],
		['head.coefficients.1.2', '0.25', '1e999'],
		['head.coefficients.1.2', '0.25', '1e308'],
		['head.intercepts.2', '-0.2', '-1e999'],
		['features.embeddingScale', '"embeddingScale":4', '"embeddingScale":1e308'],
		['features.ngramScale', '"ngramScale":1', '"ngramScale":-1'],
		['head.coefficients.1.2', '0.25', '1e37'],
		['head.intercepts.2', '-0.2', '1000001'],
		['head.temperature', '"temperature":1', '"temperature":1e999'],
		['thresholds.similarity', '"similarity":-1', '"similarity":1e999']
	];
	it.each(infinite)('names %s when its number is beyond its bounds', (path, from, to) => {
		const text = JSON.stringify(smallBundle());
		expect(text).toContain(from);
		expect(() => parseBundle(JSON.parse(text.replace(from, to)))).toThrow(`${path}: `);
	});

	it('checks the examples', () => {
		expect(() => parseBundle(withExamples([0]))).toThrow(/examples: 2 texts but 1 labels/);
		expect(() => parseBundle(withExamples([0, 3]))).toThrow(/examples\.labels\[1\]/);
		expect(() => parseBundle(withExamples([0, -1]))).toThrow(/examples\.labels\.1/);
		const elsewhere = withExamples([0, 1]) as Bundle;
		set(elsewhere.examples as object, 'file', '../x.bin');
		expect(() => parseBundle(elsewhere)).toThrow(/examples\.file.*file name/);
	});

	it('lets no file reach the prototype of objects', () => {
		const text = JSON.stringify(smallBundle())
			.replace('{"schema"', '{"__proto__":{"hacked":1},"schema"')
			.replace('"thresholds":{', '"thresholds":{"perClass":{"__proto__":0.5,"IOError":0.5},');
		const parsed = parseBundle(JSON.parse(text));
		expect('hacked' in parsed).toBe(false);
		expect('hacked' in {}).toBe(false);
		expect(Object.keys(parsed.thresholds.perClass ?? {})).toEqual(['IOError']);
		expect(Object.getPrototypeOf(parsed.thresholds.perClass)).toBe(Object.prototype);
	});
});
