import { afterEach, expect, it, vi } from 'vitest';
import { loadEncoder } from '../../../src/cli/load-encoder';

afterEach(() => vi.doUnmock('onnxruntime-node'));

/** Enough texts of several lengths that native code rounds one of them another way. */
const TEXTS = Array.from(
	{ length: 40 },
	(_, at) => `Connection to node ${'far away '.repeat(at % 9)}refused`
);

const dot = (a: Float32Array, b: Float32Array): number =>
	a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);

it('native code gives other embeddings than the page, near to them', async () => {
	const [wasm, native] = [await loadEncoder(), await loadEncoder({ native: true })];
	const [own, other] = [await wasm.embed(TEXTS), await native.embed(TEXTS)];
	expect(other).toHaveLength(own.length);
	expect(other).not.toEqual(own);
	const size = own.length / TEXTS.length;
	for (let at = 0; at < own.length; at += size)
		expect(dot(own.slice(at, at + size), other.slice(at, at + size))).toBeGreaterThan(0.97);
});

it('says which package is missing', async () => {
	vi.doMock('onnxruntime-node', () => {
		throw new Error('Cannot find package');
	});
	await expect(loadEncoder({ native: true })).rejects.toThrow(
		'The native encoder needs the package onnxruntime-node: npm install onnxruntime-node'
	);
});
