import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostile, tooSteep } from '../../fuzz/growth';
import { TARGETS } from '../../fuzz/targets';

/** Values of each target: enough to find what is broken for many, and little enough to run each time. */
const VALUES = 60;
const HOSTILE = 12;
/** What grows with the square takes four times as long; caches and other programs blur what is less. */
const CLEARLY_TOO_STEEP = 3.5;
const TIMEOUT = 240_000;

const FOUND = JSON.parse(
	readFileSync(new URL('../../fuzz/found.json', import.meta.url), 'utf8')
) as { target: string; value: unknown }[];

describe('for generated values', () => {
	it.each(TARGETS)('$name', { timeout: TIMEOUT }, async ({ property }) => {
		await fc.assert(property, { seed: 1, numRuns: VALUES });
	});

	it('hostile text takes time in proportion to its length', { timeout: TIMEOUT }, () => {
		for (const made of fc.sample(hostile, { seed: 1, numRuns: HOSTILE }))
			expect(tooSteep(made, CLEARLY_TOO_STEEP), JSON.stringify(made)).toEqual([]);
	});
});

describe('what was found once', () => {
	it.each(FOUND)('does not come again: $target', async ({ target, value }) => {
		const found = TARGETS.find(({ name }) => name === target);
		if (!found) throw new Error(`There is no target "${target}".`);
		await found.check(value);
	});
});
