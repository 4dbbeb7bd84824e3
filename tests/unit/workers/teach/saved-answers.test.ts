import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
	deleteDecisions,
	saveDecisions,
	savedDecisions
} from '../../../../src/lib/store/decision-store';
import { SavedAnswers } from '../../../../src/workers/teach/saved-answers';

const answer = (canonical: string, label: string, decidedAt: number) => ({
	...{ canonical, label, decidedAt },
	...{ runId: 'a', runName: 'a.log', source: 'web' }
});

beforeEach(async () => {
	await deleteDecisions((await savedDecisions()).map(({ canonical }) => canonical));
	await saveDecisions([answer('disk full', 'IOError', 1), answer('login of *', 'UserAction', 2)]);
});

describe('SavedAnswers', () => {
	it('lists the newest first', async () => {
		expect((await new SavedAnswers().list()).map(({ label }) => label)).toEqual([
			'UserAction',
			'IOError'
		]);
	});

	it('changes one and keeps its place', async () => {
		const answers = new SavedAnswers();
		await answers.change('disk full', 'ResourceUsage');
		await answers.change('no such text', 'IOError');
		expect((await answers.list()).map(({ label }) => label)).toEqual([
			'UserAction',
			'ResourceUsage'
		]);
	});

	it('forgets and restores, but not over a newer answer', async () => {
		const answers = new SavedAnswers();
		await answers.forget(['disk full', 'login of *']);
		expect(await answers.list()).toEqual([]);
		await saveDecisions([answer('disk full', 'HardwareError', 3)]);
		await answers.restore(['disk full', 'login of *']);
		expect((await answers.list()).map(({ label }) => label)).toEqual([
			'HardwareError',
			'UserAction'
		]);
	});
});
