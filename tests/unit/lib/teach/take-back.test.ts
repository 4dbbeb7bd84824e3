import { beforeEach, describe, expect, it, vi } from 'vitest';

const undecide = vi.fn<(runId: string, templates: number[]) => Promise<void>>();
const decide = vi.fn(() => Promise.resolve());
const refresh = vi.fn(() => Promise.resolve());
const show = vi.fn<(text: string, action?: { label: string; run: () => void }) => void>();
vi.mock('../../../../src/lib/session.svelte', () => ({
	engine: { teacher: () => Promise.resolve({ decide, undecide }) }
}));
vi.mock('../../../../src/lib/session/run', () => ({ runView: { refresh } }));
vi.mock('../../../../src/lib/page/toasts.svelte', () => ({ toasts: { show } }));

const { acceptLikely } = await import('../../../../src/lib/teach/accept-likely');
const { takeBack } = await import('../../../../src/lib/teach/decide-label');

const GUESSES = [
	{ template: 3, label: 'IOError' },
	{ template: 5, label: 'Routine' }
];

beforeEach(() => vi.clearAllMocks());

describe('what was answered', () => {
	it('is taken back, and what shows it is told', async () => {
		undecide.mockResolvedValueOnce();
		const onChange = vi.fn();
		await takeBack('run', [3], onChange);
		expect(undecide).toHaveBeenCalledWith('run', [3]);
		expect(refresh).toHaveBeenCalledOnce();
		expect(onChange).toHaveBeenCalledOnce();
		expect(show).not.toHaveBeenCalled();
	});

	it('says so when it cannot be taken back, also where guesses were accepted in bulk', async () => {
		const onChange = vi.fn(() => Promise.resolve());
		await acceptLikely('run', GUESSES, onChange);
		expect(onChange).toHaveBeenCalledOnce();
		undecide.mockRejectedValueOnce(new Error('The disk is full.'));
		show.mock.lastCall?.[1]?.run();
		await vi.waitUntil(() => show.mock.calls.length === 2);
		expect(undecide).toHaveBeenCalledWith('run', [3, 5]);
		expect(show).toHaveBeenLastCalledWith('The answers could not be taken back: The disk is full.');
		expect(onChange).toHaveBeenCalledOnce();
	});
});
