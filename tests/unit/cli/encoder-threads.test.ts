import { expect, it } from 'vitest';
import { EncoderThreads } from '../../../src/cli/encoder-threads';
import type { Embed } from '../../../src/lib/pipeline/embed/embed-pool';

/** Threads whose embedding of a text is its length, with who was asked what. */
function fakeThreads(most: number) {
	const asked: string[][] = [];
	const threads = new EncoderThreads(most, () => {
		const at = asked.push([]) - 1;
		return (texts) => {
			asked[at]?.push(...texts);
			return Promise.resolve(Float32Array.from(texts, ({ length }) => length));
		};
	});
	return { threads, asked };
}

it('a run that is over soon takes one thread, a longer one all of them', async () => {
	const { threads, asked } = fakeThreads(3);
	const given: Embed[] = [];
	threads.subscribe((embed) => given.push(embed));
	const [first] = given as [Embed];
	for (const text of ['a', 'b']) await first([text]);
	expect([given.length, asked.length]).toEqual([1, 1]);
	await first(['c']);
	expect([given.length, asked.length]).toEqual([3, 3]);
	expect([...(await (given[2] as Embed)(['four']))]).toEqual([4]);
	expect(asked).toEqual([['a', 'b', 'c'], [], ['four']]);
});

it('a second run is given the threads that there are', async () => {
	const { threads, asked } = fakeThreads(2);
	let given: Embed[] = [];
	const end = threads.subscribe((embed) => given.push(embed));
	for (const text of ['a', 'b', 'c']) await (given[0] as Embed)([text]);
	end();
	given = [];
	threads.subscribe((embed) => given.push(embed));
	expect([given.length, asked.length]).toEqual([2, 2]);
});

it('many texts of one call are divided, and come back in their order', async () => {
	const { threads, asked } = fakeThreads(3);
	const texts = Array.from({ length: 100 }, (_, at) => 'x'.repeat(at));
	expect([...(await threads.embed(texts))]).toEqual(texts.map(({ length }) => length));
	expect(asked.map(({ length }) => length)).toEqual([34, 34, 32]);
	expect([...(await threads.embed(['one']))]).toEqual([3]);
	expect(asked[0]).toHaveLength(35);
});
