import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { severityOf } from '../../../../src/lib/pipeline/canonical/severity';
import { SEVERITY_CODE } from '../../../../src/lib/pipeline/read/levels';
import { OfShapes, ShapeList } from '../../../../src/lib/pipeline/canonical/shape-list';
import { NO_SHAPE } from '../../../../src/lib/pipeline/read/row-fields';
import { SpanOfText } from '../../../../src/lib/pipeline/text/text-units';
import { logLine } from '../../support/log-line';

const span = new SpanOfText();

/** A list, and what follows from its shapes, as one. */
function memoOf<T>(work: (shape: string) => T): (message: string) => T {
	const list = new ShapeList();
	const ofShapes = new OfShapes(({ shape }) => work(shape));
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
		expect(list.takeNew()).toEqual(
			['read 1 byte', 'wrote 22'].map((message) => ({
				shape: shapeOf(message),
				canonical: canonicalise(message),
				severity: SEVERITY_CODE[severityOf(message)]
			}))
		);
		expect(list.takeNew()).toEqual([]);
	});

	it('works out a shape once', () => {
		let worked = 0;
		const get = memoOf(() => ++worked);
		expect([1, 22, 333, 4444].map((bytes) => get(`read ${bytes} bytes`))).toEqual([1, 1, 1, 1]);
		expect(get('wrote 1 byte')).toBe(2);
	});

	it('goes on without keeping when it is full', () => {
		const name = (i: number): string =>
			`${String.fromCharCode(103 + (i % 16), 103 + ((i >> 4) % 16), 103 + ((i >> 8) % 16), 103 + ((i >> 12) % 16), 103 + (i >> 16))} x`;
		const get = memoOf((shape) => shape);
		for (let i = 0; i < 70_000; i++) get(name(i));
		for (const i of [0, 1, 65_535, 65_536, 69_999]) expect(get(name(i))).toBe(name(i));
		const list = new ShapeList();
		for (let i = 0; i < 65_536; i++) list.positionOf(span.of(name(i)));
		expect(list.positionOf(span.of(name(65_536)))).toBe(NO_SHAPE);
	});

	it('keeps the shape of the longest message', () => {
		const list = new ShapeList();
		const long = 'word '.repeat(10_000);
		expect([long, `${long}more`].map((message) => list.positionOf(span.of(message)))).toEqual([
			0, 0
		]);
		expect(list.takeNew()).toHaveLength(1);
	});
});
