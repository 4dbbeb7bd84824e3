/**
 * Dot products of one int8 vector with many, eight products an instruction: WebAssembly SIMD, assembled by hand because
 * it is some hundred bytes. Integers throughout, so the results are those of the plain loop.
 */

/** As much of the WebAssembly interface as is needed; no ECMAScript `lib` declares it. */
interface WebAssemblyApi {
	Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
	Module: new (bytes: Uint8Array) => object;
	Instance: new (
		module: object,
		imports: Record<string, Record<string, object>>
	) => {
		exports: {
			dots: (query: number, rows: number, count: number, groups: number, out: number) => void;
		};
	};
}

const PAGE_BYTES = 65_536;
const GROUP = 8;

const I32 = 0x7f;
const V128 = 0x7b;
const LOOP = [0x03, 0x40];
const END = 0x0b;
const BRANCH_TO_LOOP = [0x0d, 0x00];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const constant = (value: number): number[] => [0x41, value];
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const STORE = [0x36, 0x02, 0x00];
const ZERO_VECTOR = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
/** Eight int8 as eight int16. */
const LOAD_GROUP = [0xfd, 0x01, 0x03, 0x00];
/** Products of eight int16, neighbours added: four int32. */
const DOT = [0xfd, 0xba, 0x01];
const ADD_VECTORS = [0xfd, 0xae, 0x01];
const lane = (number: number): number[] => [0xfd, 0x1b, number];

// Parameters, then local variables.
const [QUERY, ROWS, COUNT, GROUPS, OUT, AT, LEFT, SUM] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const advance = (local: number, bytes: number): number[] => [
	...get(local),
	...constant(bytes),
	ADD,
	...set(local)
];
const repeatUntilZero = (local: number): number[] => [
	...get(local),
	...constant(1),
	SUBTRACT,
	...tee(local),
	...BRANCH_TO_LOOP
];

const BODY = [
	// Two kinds of local variables: two int32, one vector.
	...[2, 2, I32, 1, V128],
	...LOOP,
	...[...ZERO_VECTOR, ...set(SUM), ...get(QUERY), ...set(AT), ...get(GROUPS), ...set(LEFT)],
	...LOOP,
	...[...get(SUM), ...get(AT), ...LOAD_GROUP, ...get(ROWS), ...LOAD_GROUP, ...DOT],
	...[...ADD_VECTORS, ...set(SUM), ...advance(AT, GROUP), ...advance(ROWS, GROUP)],
	...[...repeatUntilZero(LEFT), END],
	...[...get(OUT), ...get(SUM), ...lane(0), ...get(SUM), ...lane(1), ADD],
	...[...get(SUM), ...lane(2), ADD, ...get(SUM), ...lane(3), ADD, ...STORE],
	...[...advance(OUT, 4), ...repeatUntilZero(COUNT), END],
	END
];

const unsigned = (value: number): number[] =>
	value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
const section = (id: number, content: number[]): number[] => [
	id,
	...unsigned(content.length),
	...content
];
const name = (text: string): number[] => [text.length, ...Array.from(text, (c) => c.charCodeAt(0))];

const MODULE = Uint8Array.from([
	...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
	...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
	...section(2, [1, ...name('m'), ...name('m'), 0x02, 0x00, 0x01]),
	...section(3, [1, 0]),
	...section(7, [1, ...name('dots'), 0x00, 0]),
	...section(10, [1, ...unsigned(BODY.length), ...BODY])
]);

/** Gives the dot products of a vector with every row; the array is overwritten by the next call. */
export type DotProducts = (query: Int8Array) => Int32Array;

/**
 * @param rows row-major, `dimensions` numbers a row
 * @param dimensions of a row; SIMD is used when they are a multiple of 8 and the runtime has it
 */
export function dotProductsWith(rows: Int8Array, dimensions: number): DotProducts {
	if (rows.length === 0 || dimensions % GROUP !== 0) return plainDotProducts(rows, dimensions);
	try {
		return simdDotProducts(rows, dimensions);
	} catch {
		// No SIMD, or WebAssembly is forbidden: slower, and the same numbers.
		return plainDotProducts(rows, dimensions);
	}
}

function simdDotProducts(rows: Int8Array, dimensions: number): DotProducts {
	const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
	const count = rows.length / dimensions;
	const outAt = Math.ceil((dimensions + rows.length) / 4) * 4;
	const pages = Math.ceil((outAt + 4 * count) / PAGE_BYTES);
	const memory = new WebAssembly.Memory({ initial: pages });
	const module = new WebAssembly.Module(MODULE);
	const { dots } = new WebAssembly.Instance(module, { m: { m: memory } }).exports;
	new Int8Array(memory.buffer, dimensions, rows.length).set(rows);
	const queryPlace = new Int8Array(memory.buffer, 0, dimensions);
	const out = new Int32Array(memory.buffer, outAt, count);
	return (query) => {
		queryPlace.set(query);
		dots(0, dimensions, count, dimensions / GROUP, outAt);
		return out;
	};
}

/** The same in plain code. */
export function plainDotProducts(rows: Int8Array, dimensions: number): DotProducts {
	const out = new Int32Array(rows.length / dimensions);
	return (query) => {
		for (let row = 0, at = 0; row < out.length; row++) {
			let sum = 0;
			for (let d = 0; d < dimensions; d++) sum += (query[d] as number) * (rows[at++] as number);
			out[row] = sum;
		}
		return out;
	};
}
