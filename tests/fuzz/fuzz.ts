/**
 * Tries generated files, texts, patterns, bundles and exports until the time is over. It ends with 1 when something does not
 * hold, and prints the smallest value that it fails for: add that to `found.json`, where the unit tests try it again.
 *
 *     npm run fuzz -- --minutes 10 [--seed 1] [--only masking]
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { hostile, MOST_GROWTH, tooSteep } from './growth';
import type { Target } from './target';
import { TARGETS } from './targets';

const USAGE = 'Usage: npm run fuzz -- --minutes N [--seed S] [--only PART-OF-A-NAME]';
/** Values of one target before the next has its turn. */
const VALUES_PER_TURN = 100;
const HOSTILE_PER_TURN = 6;
const MINUTE = 60_000;

interface Options {
	minutes: number;
	seed: number;
	only: string;
}

function options(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			minutes: { type: 'string', default: '1' },
			seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
			only: { type: 'string', default: '' }
		}
	});
	const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
	if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error(USAGE);
	return { minutes, seed, only: values.only };
}

/** What was tried, and what was found. */
class Report {
	private readonly tried = new Map<string, number>();
	private readonly failures = new Map<string, string>();

	count(name: string, values: number): void {
		this.tried.set(name, (this.tried.get(name) ?? 0) + values);
	}

	/** Each target is told of once; others of its values may fail for the same reason. */
	fail(name: string, what: string): void {
		if (this.failures.has(name)) return;
		this.failures.set(name, what);
		console.error(`\n✗ ${name}\n${what}`);
	}

	hasFailed = (name: string): boolean => this.failures.has(name);

	/** @returns whether everything held */
	print(units: ReadonlyMap<string, string>): boolean {
		const sums = new Map<string, number>();
		for (const [name, values] of this.tried) {
			const unit = units.get(name) ?? 'text';
			sums.set(unit, (sums.get(unit) ?? 0) + values);
			console.log(`${this.failures.has(name) ? '✗' : '✓'} ${values} ${name}`);
		}
		console.log([...sums].map(([unit, values]) => `${values} ${unit}s`).join(', '));
		return this.failures.size === 0;
	}
}

/** @param end milliseconds since the epoch at which the time is over */
async function turn(
	{ name, property }: Target,
	seed: number,
	end: number,
	report: Report
): Promise<void> {
	const { numRuns, failed, counterexample, errorInstance, counterexamplePath } = await fc.check(
		property,
		{
			seed,
			numRuns: VALUES_PER_TURN,
			interruptAfterTimeLimit: Math.max(1, end - Date.now()),
			skipEqualValues: true
		}
	);
	report.count(name, numRuns);
	if (!failed) return;
	const { message = 'it did not end in time' } = (errorInstance ?? {}) as Partial<Error>;
	const value = JSON.stringify(counterexample?.[0]);
	report.fail(
		name,
		`seed ${seed}, path ${counterexamplePath}\n${message.slice(0, 2_000)}\n${value}`
	);
}

const GROWTH = 'hostile text takes time in proportion to its length';

function growthTurn(seed: number, end: number, report: Report): void {
	for (const made of fc.sample(hostile, { seed, numRuns: HOSTILE_PER_TURN })) {
		if (Date.now() > end) return;
		const steep = tooSteep(made);
		report.count(GROWTH, 1);
		for (const { work, growth } of steep)
			report.fail(
				`${GROWTH}: ${work}`,
				`${growth.toFixed(2)} times for twice the text, more than ${MOST_GROWTH}\n${JSON.stringify(made)}`
			);
	}
}

async function main(): Promise<void> {
	const { minutes, seed, only } = options(process.argv.slice(2));
	const report = new Report();
	process.on('unhandledRejection', (error) => report.fail('uncaught', String(error)));
	console.log(`seed ${seed}, ${minutes} minutes`);
	const chosen = TARGETS.filter(({ name }) => name.includes(only));
	const end = Date.now() + minutes * MINUTE;
	for (let round = 0; Date.now() < end; round++) {
		for (const target of chosen)
			if (Date.now() < end && !report.hasFailed(target.name))
				await turn(target, seed + round, end, report);
		if (GROWTH.includes(only)) growthTurn(seed + round, end, report);
	}
	const units = new Map(chosen.map(({ name, unit }) => [name, unit]));
	if (!report.print(units)) process.exitCode = 1;
}

await main();
