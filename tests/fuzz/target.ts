import fc from 'fast-check';

/** Milliseconds of the processor that no small value may need: what takes longer would hang on a large one. */
const MOST_MILLISECONDS = 5_000;

/** Milliseconds that the process has had a processor for, however busy the machine is. */
export function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

/** Something that must hold for every value that can be made. */
export interface Target {
	name: string;
	/** What one value is. */
	unit: 'file' | 'text' | 'bundle' | 'pattern' | 'export';
	property: fc.IAsyncProperty<[unknown]>;
	/** Checks one value that was kept. @throws what is wrong with it */
	check: (value: unknown) => Promise<void>;
}

/**
 * @param values can be written as JSON, so that what fails can be kept
 * @param check throws where something does not hold; what it calls may throw no other error
 */
export function target<Value>(
	name: string,
	unit: Target['unit'],
	values: fc.Arbitrary<Value>,
	check: (value: Value) => void | Promise<void>
): Target {
	const timed = async (value: Value): Promise<void> => {
		const start = processorTime();
		await check(value);
		const took = processorTime() - start;
		if (took > MOST_MILLISECONDS) throw new Error(`It took ${Math.round(took)} ms.`);
	};
	return {
		name,
		unit,
		property: fc.asyncProperty(values as fc.Arbitrary<unknown>, (value) => timed(value as Value)),
		check: (value) => timed(value as Value)
	};
}
