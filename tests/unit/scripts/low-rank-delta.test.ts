import { describe, expect, it } from 'vitest';
import { decodeDelta, readDelta, withDelta } from '../../../scripts/encoder/low-rank-delta';

interface Part {
	dtype?: string;
	shape: number[];
	/** Half-precision numbers as their 16 bits. */
	bits: number[];
}

/** A safetensors file. */
function fileOf(parts: Record<string, Part>): Uint8Array {
	let end = 0;
	const entries = Object.entries(parts).map(([name, { dtype = 'F16', shape, bits }]) => {
		const start = end;
		end += 2 * bits.length;
		return [name, { dtype, shape, data_offsets: [start, end] }] as const;
	});
	const head = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
	const length = new BigUint64Array([BigInt(head.length)]);
	const numbers = Uint16Array.from(Object.values(parts).flatMap(({ bits }) => bits));
	return Buffer.concat([length, head, numbers].map((part) => new Uint8Array(part.buffer)));
}

describe('the delta', () => {
	it('reads half-precision numbers: whole, negative, large, subnormal', () => {
		const delta = decodeDelta(
			fileOf({
				'layer.down': { shape: [4, 1], bits: [0x3c00, 0xc000, 0x7bff, 0x0001] },
				'layer.up': { shape: [1, 2], bits: [0x3555, 0x8000] }
			})
		);
		expect(delta.size).toBe(1);
		const { rank, down, up } = delta.get('layer')!;
		expect(rank).toBe(1);
		expect([...down]).toEqual([1, -2, 65504, 2 ** -24]);
		expect(up[0]).toBeCloseTo(1 / 3, 3);
		expect(up[1]).toBe(-0);
	});

	it('refuses numbers of another kind and halves that do not fit', () => {
		const down = { shape: [1, 1], bits: [0] };
		const pair = (up: Part): Uint8Array => fileOf({ 'a.down': down, 'a.up': up });
		expect(() => decodeDelta(pair({ dtype: 'BF16', shape: [1, 1], bits: [0] }))).toThrow('a of');
		expect(() => decodeDelta(pair({ shape: [2, 1], bits: [0, 0] }))).toThrow('no pair');
		expect(() => decodeDelta(fileOf({ 'a.down': down }))).toThrow('no pair');
	});

	it('adds the product of the two, inputs along a row', () => {
		const pair = { rank: 1, down: Float32Array.of(1, 2, 3), up: Float32Array.of(10, 100) };
		const weights = Float32Array.of(1, 1, 1, 0, 0, 0);
		expect([...withDelta(weights, pair)]).toEqual([11, 21, 31, 100, 200, 300]);
		expect(() => withDelta(weights.subarray(1), pair)).toThrow('does not fit 5 weights');
	});

	it('that ships changes the six matrices of the three upper layers, each a little', async () => {
		const delta = await readDelta();
		const parts = [
			'attn.q_proj',
			'attn.k_proj',
			'attn.v_proj',
			'attn.o_proj',
			'mlp.fc1',
			'mlp.fc2'
		];
		const layers = [3, 4, 5].flatMap((at) => parts.map((part) => `model.layers.${at}.${part}`));
		expect([...delta.keys()].sort()).toEqual(layers.sort());
		for (const [layer, { rank, down, up }] of delta) {
			expect(rank, layer).toBe(16);
			expect(down.length + up.length, layer).toBe(layer.includes('mlp') ? 16 * 1920 : 16 * 768);
			expect(Math.max(...up.map(Math.abs)), layer).toBeGreaterThan(0);
			expect(Math.max(...up.map(Math.abs)), layer).toBeLessThan(1);
		}
	});
});
