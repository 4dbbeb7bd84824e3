import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../src/cli/bundle';
import { bundleContent, noEmbeddings } from '../../../src/cli/bundle-content';
import { editBundle, type BundleContent } from '../../../src/lib/pipeline/bundle/edit';
import { writeBundleFile } from '../../../src/workers/bundle/bundle-file';
import { Printed } from '../support/printed';
import { TestFolder } from '../support/test-folder';

const folder = new TestFolder();
const printed = new Printed();
let own: BundleContent;

beforeAll(async () => {
	own = await bundleContent('default', noEmbeddings);
});

describe('bundle check', () => {
	it('says what is in a bundle', async () => {
		const path = await folder.file('own.json', writeBundleFile(own));
		expect(await bundle.run(['check', path, '--json'])).toBe(0);
		const facts = JSON.parse(printed.text) as { examples: { count: number; agreeing: number } };
		expect(facts).toMatchObject({
			name: own.bundle.name,
			version: own.bundle.version,
			bytes: Buffer.byteLength(writeBundleFile(own)),
			rules: { count: own.bundle.rules.length, failures: [] },
			tree: { problem: { problem: expect.arrayContaining(['SecurityAlert']) as unknown } }
		});
		expect(facts.examples.count).toBe(own.bundle.examples?.texts.length);
		expect(facts.examples.agreeing).toBeGreaterThan(0.9 * facts.examples.count);
	}, 60_000);

	it('names all that is wrong, and where', async () => {
		const { thresholds, head } = own.bundle;
		const broken = {
			...own.bundle,
			thresholds: { ...thresholds, confidence: 2 },
			head: { ...head, temperature: 0 }
		};
		const check = bundle.run(['check', await folder.file('broken.json', JSON.stringify(broken))]);
		await expect(check).rejects.toThrow(/head\.temperature: .*\n.*thresholds\.confidence: /);
		const text = bundle.run(['check', await folder.file('text.json', 'no bundle')]);
		await expect(text).rejects.toThrow('text.json: it cannot be read as a bundle');
	});

	it('fails for a rule that does not do what its own test messages ask', async () => {
		const rules = own.bundle.rules.map((rule, at) =>
			at === 0 ? { ...rule, examples: { match: ['nothing of the kind'], leave: [] } } : rule
		);
		const edited = editBundle(own, { kind: 'rules', rules });
		expect(
			await bundle.run(['check', await folder.file('rules.json', writeBundleFile(edited))])
		).toBe(1);
		expect(printed.text).toContain('should match: nothing of the kind');
	}, 60_000);
});

describe('bundle diff', () => {
	it('finds nothing between a bundle and itself', async () => {
		expect(await bundle.run(['diff', 'default', 'default'])).toBe(0);
		expect(printed.text).toMatch(/^0 messages of \d+ examples get another category, 0 the same/);
	}, 60_000);

	it('finds labels, rules, thresholds and the examples that they move', async () => {
		const first = own.bundle.rules[0]?.id ?? '';
		const edited = (
			[
				{ kind: 'rename-label', from: 'ResourceUsage', to: 'Resources' },
				{ kind: 'change-label', name: 'UserAction', change: { definition: 'other' } },
				{ kind: 'rules', rules: own.bundle.rules.slice(1) },
				{ kind: 'thresholds', confidence: 0.5, perClass: {}, reviewProblems: false }
			] as const
		).reduce((content, edit) => editBundle(content, { ...edit } as never), own);
		const path = await folder.file('edited.json', writeBundleFile(edited));
		await bundle.run(['diff', 'default', path, '--json']);
		const found = JSON.parse(printed.text) as {
			values: { place: string }[];
			predictions: { changes: { before: string; after: string }[] };
		};
		expect(found).toMatchObject({
			labels: { added: ['Resources'], removed: ['ResourceUsage'], changed: ['UserAction'] },
			rules: { added: [], removed: [first], changed: [], reordered: false },
			examples: { added: [], removed: [] }
		});
		expect(found.values.map(({ place }) => place)).toContain('thresholds.confidence');
		const moves = new Set(
			found.predictions.changes.map(({ before, after }) => `${before} ${after}`)
		);
		expect([...moves]).toEqual(['ResourceUsage Resources']);
	}, 60_000);

	it('needs two', () => expect(bundle.run(['diff', 'default'])).rejects.toThrow('"diff" and two'));
});
