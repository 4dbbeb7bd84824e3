type KeyOf<T> = T extends object ? Extract<keyof T, string> : never;
type At<T, Key> = T extends object
	? Key extends keyof T
		? Exclude<T[Key], undefined>
		: never
	: never;

/** Names of what `Given` has, at any depth, and `Kept` has not, or has of a narrower type. */
type Lost<Given, Kept, Path extends string> = [Given] extends [readonly (infer G)[]]
	? [Kept] extends [readonly (infer K)[]]
		? Lost<G, K, Path>
		: Path
	: [Given] extends [object]
		? {
				[Key in KeyOf<Given>]: Key extends KeyOf<Kept>
					? Lost<At<Given, Key>, At<Kept, Key>, `${Path}.${Key}`>
					: `${Path}.${Key}`;
			}[KeyOf<Given>]
		: [Given] extends [Kept]
			? never
			: Path;

/**
 * `Kept`, where it keeps all that `Given` can have; otherwise a type that no value is of, which names in the compiler's
 * error what would be lost.
 */
export type Whole<Given, Kept> = [Lost<Given, Kept, ''>] extends [never]
	? Kept
	: { lost: Lost<Given, Kept, ''>; never: never };
