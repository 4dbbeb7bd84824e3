import { describe, expect, it, vi } from 'vitest';

// Nothing is drawn here: a state that tells nobody of its changes will do.
vi.stubGlobal('$state', { raw: <T>(value: T): T => value });
const { InputQueue } = await import('../../../../src/lib/start/input-queue.svelte');

describe('the queue of inputs', () => {
	it('gives them in the order in which they came, and what went wrong with one stays until it is read', () => {
		const queue = new InputQueue();
		const start = (): void => undefined;
		queue.add('first', start);
		queue.add('second', start);
		expect(queue.take()?.name).toBe('first');
		queue.fail('first was not read', 'The file is empty.');
		expect(queue.take()?.name).toBe('second');
		queue.fail('second was not classified', 'The disk is full.');
		expect(queue.take()).toBeUndefined();
		expect(queue.failed.map(({ title }) => title)).toEqual([
			'first was not read',
			'second was not classified'
		]);
		queue.dismiss(queue.failed[0]?.id ?? -1);
		expect(queue.failed).toMatchObject([{ message: 'The disk is full.' }]);
	});
});
