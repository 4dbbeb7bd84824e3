import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseBundle } from '../../../../src/lib/pipeline/bundle/bundle';
import { database } from '../../../../src/lib/store/db';
import { saveDecisions, savedDecisions } from '../../../../src/lib/store/decision-store';
import { withExamples, writeBundleFile } from '../../../../src/workers/bundle/bundle-file';
import {
	forSharing,
	sharedAnswers,
	takeAnswers
} from '../../../../src/workers/bundle/shared-answers';
import { smallBundle } from '../../support/small-bundle';

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

describe('answers that travel with a bundle', () => {
	it('are those of its categories, masked', async () => {
		const answers = await sharedAnswers(smallBundle());
		expect(answers.map(({ label }) => label)).toEqual(['IOError', 'NetworkError']);
		expect(answers[0]?.canonical).toBe('disk is full');
		expect(answers[1]?.canonical).not.toContain('anna');
	});

	it('stay here by default, with the examples that were made of them', async () => {
		const { bundle, examples } = await forSharing(await content(), false);
		expect(bundle.answers).toBeUndefined();
		expect(bundle.examples?.texts).toEqual(['of its own']);
		expect([...(examples ?? [])]).toEqual([8, 9, 10, 11]);
		expect(writeBundleFile({ bundle, examples })).not.toMatch(/disk is full|anna/);
	});

	it('are in the file when that was asked for, and nothing unmasked', async () => {
		const shared = await forSharing(await content(), true);
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
