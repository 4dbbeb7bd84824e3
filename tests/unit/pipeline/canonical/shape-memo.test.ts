import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { ShapeMemo } from '../../../../src/lib/pipeline/canonical/shape-memo';
import { SpanOfText } from '../../../../src/lib/pipeline/text/text-units';
import { logLine } from '../../support/log-line';

const span = new SpanOfText();
const get = <T>(memo: ShapeMemo<T>, message: string): T => memo.get(span.of(message));

describe('ShapeMemo', () => {
	it('gives for each message what follows from its shape, whatever came before', () => {
		fc.assert(
			fc.property(fc.array(logLine, { maxLength: 60 }), (lines) => {
				const memo = new ShapeMemo((shape) => `of ${shape}`);
				for (const line of [...lines, ...lines])
					expect(get(memo, line)).toBe(`of ${shapeOf(line)}`);
			})
		);
	});

	it('works out a shape once', () => {
		let worked = 0;
		const memo = new ShapeMemo(() => ++worked);
		expect([1, 22, 333, 4444].map((bytes) => get(memo, `read ${bytes} bytes`))).toEqual([
			1, 1, 1, 1
		]);
		expect(get(memo, 'wrote 1 byte')).toBe(2);
	});

	it('goes on without remembering when it is full, and with messages that are too long', () => {
		const name = (i: number): string =>
			`${String.fromCharCode(103 + (i % 16), 103 + ((i >> 4) % 16), 103 + ((i >> 8) % 16), 103 + ((i >> 12) % 16), 103 + (i >> 16))} x`;
		const memo = new ShapeMemo((shape) => shape);
		for (let i = 0; i < 70_000; i++) get(memo, name(i));
		for (const i of [0, 1, 65_535, 65_536, 69_999]) expect(get(memo, name(i))).toBe(name(i));
		const long = 'word '.repeat(1_000);
		expect(get(memo, long)).toBe(long);
	});
});
