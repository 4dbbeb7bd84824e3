import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseBundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { database } from '../../../../src/lib/store/database';
import {
	deleteDecisions,
	saveDecisions,
	savedDecisions
} from '../../../../src/lib/store/decision-store';
import { withExamples, writeBundleFile } from '../../../../src/workers/bundle/bundle-file';
import {
	forSharing,
	ownTexts,
	sharedAnswers,
	takeAnswers,
	type Sharing
} from '../../../../src/workers/bundle/shared-answers';
import { rule, smallBundle } from '../../support/small-bundle';

const said = (canonical: string, label: string) => ({
	canonical,
	label,
	decidedAt: 1,
	runId: 'run',
	runName: 'a.log',
	source: 'web'
});
const MAIL = 'mail to anna@example.org failed';

beforeEach(async () => {
	await (await database()).clear('decisions');
	await saveDecisions([
		said('disk is full', 'IOError'),
		said(MAIL, 'NetworkError'),
		said('cake', 'Dessert')
	]);
});

/** A bundle that learned from both decisions, and from one text of its own. */
const content = () =>
	withExamples(
		smallBundle({
			examples: {
				...{ file: 'examples.bin', sha256: '0'.repeat(64) },
				texts: ['disk is full', MAIL, 'of its own'],
				labels: [0, 1, 2]
			}
		}),
		Int8Array.from({ length: 12 }, (_, at) => at)
	);

/** What is given besides: the site's bundle has one text that masking changes. */
const sharing = (change: Partial<Sharing> = {}): Sharing => ({
	withAnswers: false,
	marks: [],
	site: smallBundle({ templates: [{ canonical: SITE_TEXT, state: 'muted' }] }),
	...change
});
const SITE_TEXT = 'login of user=guest';

describe('answers that travel with a bundle', () => {
	it('are those of its categories, masked', async () => {
		const answers = await sharedAnswers(smallBundle());
		expect(answers.map(({ label }) => label)).toEqual(['IOError', 'NetworkError']);
		expect(answers[0]?.canonical).toBe('disk is full');
		expect(answers[1]?.canonical).not.toContain('anna');
	});

	it('stay here by default, with the examples that were made of them', async () => {
		const { bundle, examples } = await forSharing(await content(), sharing());
		expect(bundle.answers).toBeUndefined();
		expect(bundle.examples?.texts).toEqual(['of its own']);
		expect([...(examples ?? [])]).toEqual([8, 9, 10, 11]);
		expect(writeBundleFile({ bundle, examples })).not.toMatch(/disk is full|anna/);
	});

	it('are in the file when that was asked for, and nothing unmasked', async () => {
		const shared = await forSharing(await content(), sharing({ withAnswers: true }));
		const file = writeBundleFile(shared);
		expect(file).not.toContain('anna');
		const read = parseBundle(JSON.parse(file));
		expect(read.answers).toEqual(await sharedAnswers(smallBundle()));
		expect(read.examples?.texts).toEqual(['disk is full', 'of its own']);
	});

	it('are taken where nobody said anything yet', async () => {
		const answers = [
			{ canonical: 'disk is full', label: 'Routine' },
			{ canonical: 'link is down', label: 'NetworkError' }
		];
		await takeAnswers(answers, { id: 'b', name: 'Mine' });
		const labels = new Map((await savedDecisions()).map((one) => [one.canonical, one.label]));
		expect(labels.get('disk is full')).toBe('IOError');
		expect(labels.get('link is down')).toBe('NetworkError');
	});
});

describe('texts of a bundle that is given on', () => {
	it('stay here where masking changes them, also those of answers that were taken back', async () => {
		await deleteDecisions([MAIL, 'disk is full']);
		for (const withAnswers of [false, true]) {
			const { bundle, examples } = await forSharing(await content(), sharing({ withAnswers }));
			expect(writeBundleFile({ bundle, examples })).not.toContain('anna');
			expect(bundle.examples?.texts).toEqual(['disk is full', 'of its own']);
			expect(bundle.examples?.labels).toEqual([0, 2]);
			expect([...(examples ?? [])]).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
			const hash = createHash('sha256').update(examples as Int8Array);
			expect(bundle.examples?.sha256).toBe(hash.digest('hex'));
			expect(parseBundle(JSON.parse(JSON.stringify(bundle)))).toEqual(bundle);
		}
	});

	it('may be none of its examples', async () => {
		const { bundle, examples } = await content();
		const labelled = { ...bundle.examples, texts: [MAIL, `${MAIL} a`, `${MAIL} b`] };
		const all = { ...bundle, examples: labelled } as typeof bundle;
		const shared = await forSharing({ bundle: all, examples }, sharing());
		expect(shared.examples).toHaveLength(0);
		const file = JSON.parse(writeBundleFile(shared)) as object;
		expect(parseBundle(file).examples).toMatchObject({ texts: [], labels: [], embeddings: '' });
	});

	it('are those of marks and of examples of rules too', async () => {
		const marked = await forSharing(
			{
				bundle: smallBundle({
					rules: [
						rule({ examples: { match: ['disk full', `${MAIL}: disk full`], leave: [MAIL] } })
					],
					templates: [{ canonical: `retry: ${MAIL}`, state: 'pinned' }]
				})
			},
			sharing({
				marks: [
					{ canonical: MAIL, state: 'muted' },
					{ canonical: 'disk is full', state: 'pinned' },
					{ canonical: 'heartbeat', state: 'muted' }
				]
			})
		);
		expect(JSON.stringify(marked.bundle)).not.toMatch(/anna|disk is full/);
		expect(marked.bundle.templates).toEqual([{ canonical: 'heartbeat', state: 'muted' }]);
		expect(marked.bundle.rules[0]?.examples).toEqual({ match: ['disk full'], leave: [] });
	});

	it('keep a mark of an answered message where answers are wanted', async () => {
		const marks = [{ canonical: 'disk is full', state: 'pinned' as const }];
		const { bundle } = await forSharing(
			{ bundle: smallBundle() },
			sharing({ withAnswers: true, marks })
		);
		expect(bundle.templates).toEqual(marks);
	});

	it('go where the site has them anyway, and are told apart from the own ones', async () => {
		const site = sharing().site;
		const marks = [{ canonical: 'heartbeat', state: 'muted' as const }];
		const { bundle } = await forSharing({ bundle: site }, sharing({ marks }));
		expect(bundle.templates?.map(({ canonical }) => canonical)).toEqual([SITE_TEXT, 'heartbeat']);
		expect(ownTexts(bundle, site)).toEqual(['heartbeat']);
	});
});
