import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../../src/lib/page/turns';

describe('Turns', () => {
	it('lets work happen one after the other, in order', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const work = (name: string, milliseconds: number) => async () => {
			seen.push(`${name} begins`);
			await pause(milliseconds);
			seen.push(`${name} ends`);
			return name;
		};
		const results = await Promise.all([turns.take(work('a', 15)), turns.take(work('b', 0))]);
		expect(results).toEqual(['a', 'b']);
		expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
	});

	it('goes on after work that failed, and tells only whoever asked for it', async () => {
		const turns = new Turns();
		const failing = turns.take(() => Promise.reject(new Error('no')));
		const next = turns.take(() => Promise.resolve('yes'));
		await expect(failing).rejects.toThrow('no');
		await expect(next).resolves.toBe('yes');
	});

	it('takes work asked for during other work', async () => {
		const turns = new Turns();
		const seen: number[] = [];
		let inner: Promise<void> | undefined;
		await turns.take(async () => {
			inner = turns.take(async () => void seen.push(2));
			await pause(1);
			seen.push(1);
		});
		await inner;
		expect(seen).toEqual([1, 2]);
	});
});
