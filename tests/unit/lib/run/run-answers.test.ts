import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Toasts } from '../../../../src/lib/page/toasts.svelte';
import { RunAnswers } from '../../../../src/lib/run/run-answers';
import type { Engine } from '../../../../src/lib/workers/engine';

const undecide = vi.fn<(runId: string, templates: number[]) => Promise<void>>();
const decide = vi.fn(() => Promise.resolve());
const refresh = vi.fn(() => Promise.resolve());
const onChange = vi.fn();
const show = vi.fn<Toasts['show']>();
const engine = {
	teacher: () => Promise.resolve({ decide, undecide })
} as unknown as Pick<Engine, 'teacher'>;
const answers = new RunAnswers(engine, { show }, refresh);

const undo = (): void => show.mock.lastCall?.[1]?.run();

beforeEach(() => vi.clearAllMocks());

describe('what was answered', () => {
	it('is taken back, and what shows it is told', async () => {
		await answers.decide('run', { template: 3, label: 'IOError' }, onChange);
		undecide.mockResolvedValueOnce();
		undo();
		await vi.waitUntil(() => onChange.mock.calls.length === 2);
		expect(undecide).toHaveBeenCalledWith('run', [3]);
		expect(refresh).toHaveBeenCalledTimes(2);
		expect(show).toHaveBeenCalledOnce();
	});

	it('says so when it cannot be taken back, also where guesses were accepted in bulk', async () => {
		const guesses = [
			{ template: 3, label: 'IOError' },
			{ template: 5, label: 'Routine' }
		];
		await answers.acceptLikely('run', guesses, onChange);
		expect(decide).toHaveBeenCalledWith('run', guesses, true);
		undecide.mockRejectedValueOnce(new Error('The disk is full.'));
		undo();
		await vi.waitUntil(() => show.mock.calls.length === 2);
		expect(undecide).toHaveBeenCalledWith('run', [3, 5]);
		expect(show).toHaveBeenLastCalledWith('The answers could not be taken back: The disk is full.');
		expect(onChange).toHaveBeenCalledOnce();
	});
});
