import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { OfShapes, ShapeList } from '../../../../src/lib/pipeline/canonical/shape-list';
import { NO_SHAPE } from '../../../../src/lib/pipeline/read/row-fields';
import { SpanOfText } from '../../../../src/lib/pipeline/text/text-units';
import { logLine } from '../../support/log-line';

const span = new SpanOfText();

/** A list, and what follows from its shapes, as one. */
function memoOf<T>(work: (shape: string) => T): (message: string) => T {
	const list = new ShapeList();
	const ofShapes = new OfShapes(work);
	return (message) => {
		const position = list.positionOf(span.of(message));
		ofShapes.add(list.takeNew());
		return ofShapes.get(position, () => span.of(message));
	};
}

describe('ShapeList', () => {
	it('gives for each message what follows from its shape, whatever came before', () => {
		fc.assert(
			fc.property(fc.array(logLine, { maxLength: 60 }), (lines) => {
				const get = memoOf((shape) => `of ${shape}`);
				for (const line of [...lines, ...lines]) expect(get(line)).toBe(`of ${shapeOf(line)}`);
			})
		);
	});

	it('tells new shapes once, in the order of their positions', () => {
		const list = new ShapeList();
		const positions = ['read 1 byte', 'wrote 22', 'read 333 byte'].map((message) =>
			list.positionOf(span.of(message))
		);
		expect(positions).toEqual([0, 1, 0]);
		expect(list.takeNew()).toEqual(['read 1 byte', 'wrote 22'].map(shapeOf));
		expect(list.takeNew()).toEqual([]);
	});

	it('works out a shape once', () => {
		let worked = 0;
		const get = memoOf(() => ++worked);
		expect([1, 22, 333, 4444].map((bytes) => get(`read ${bytes} bytes`))).toEqual([1, 1, 1, 1]);
		expect(get('wrote 1 byte')).toBe(2);
	});

	it('goes on without keeping when it is full, and with messages that are too long', () => {
		const name = (i: number): string =>
			`${String.fromCharCode(103 + (i % 16), 103 + ((i >> 4) % 16), 103 + ((i >> 8) % 16), 103 + ((i >> 12) % 16), 103 + (i >> 16))} x`;
		const get = memoOf((shape) => shape);
		for (let i = 0; i < 70_000; i++) get(name(i));
		for (const i of [0, 1, 65_535, 65_536, 69_999]) expect(get(name(i))).toBe(name(i));
		const long = 'word '.repeat(1_000);
		expect(get(long)).toBe(long);
		expect(new ShapeList().positionOf(span.of(long))).toBe(NO_SHAPE);
	});
});
