import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { RunPriors } from '../lib/pipeline/head/run-priors';
import { LEVEL_CLASSES } from '../lib/pipeline/types';
import { InputError } from '../lib/pipeline/read/input-error';

/** Logarithms: beyond these bounds a probability is 0 or 1 in any case. */
const MOST = 100;
const numbers = v.array(v.pipe(v.number(), v.minValue(-MOST), v.maxValue(MOST)));
const schema = v.object({
	units: v.pipe(v.number(), v.integer(), v.minValue(0)),
	classes: v.array(v.string()),
	shares: numbers,
	shift: numbers,
	levels: numbers,
	overall: v.optional(numbers)
});

/**
 * Shares of a run, as `classify --write-shares` wrote them.
 *
 * @param classes of the bundle that they are for
 * @throws InputError that says what is wrong with the file
 */
export async function readShares(path: string, classes: readonly string[]): Promise<RunPriors> {
	const fail = (what: string): never => {
		throw new InputError(`${path} has no shares of a run: ${what}.`);
	};
	const text = await readFile(path, 'utf8').catch((error: Error) => fail(error.message));
	const { success, output, issues } = v.safeParse(schema, parsedJson(text, fail));
	if (!success) return fail(`${v.getDotPath(issues[0]) ?? 'the file'}: ${issues[0].message}`);
	const { overall, ...priors } = output;
	if (JSON.stringify(priors.classes) !== JSON.stringify(classes))
		return fail('its categories are not those of the bundle');
	const sized = [priors.shares, priors.shift, ...(overall ? [overall] : [])];
	if (sized.some(({ length }) => length !== classes.length))
		return fail(`it needs ${classes.length} numbers, one for each category`);
	if (priors.levels.length !== 0 && priors.levels.length !== LEVEL_CLASSES.length)
		return fail(`levels: ${priors.levels.length} numbers, expected ${LEVEL_CLASSES.length}`);
	return { ...priors, ...(overall ? { overall } : {}) };
}

function parsedJson(text: string, fail: (what: string) => never): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		return fail((error as Error).message);
	}
}
