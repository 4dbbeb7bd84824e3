import { ShapeWriter } from './message-shape';
import type { UnitSpan } from '../text/text-units';
import { UnitMemo } from '../text/unit-memo';

/** Shapes kept at most, and UTF-16 units of them: some tens of megabytes in the worst case. */
const MAX_SHAPES = 65_536;
const MAX_UNITS = 2 ** 23;
/** Longer messages are worked out each time: they would fill the memory that many short ones can use. */
const MAX_SHAPE = 4_096;

/** Remembers what was worked out for each shape of a message. */
export class ShapeMemo<T> {
	private readonly writer = new ShapeWriter();
	private readonly memo: UnitMemo<T>;

	/** @param work gives what follows from a shape; called again for a shape only when it was not kept */
	constructor(work: (shape: string) => T) {
		this.memo = new UnitMemo(work, {
			texts: MAX_SHAPES,
			units: MAX_UNITS,
			unitsOfOne: MAX_SHAPE
		});
	}

	/** What follows from the message's shape. */
	get(message: UnitSpan): T {
		return this.memo.get(this.writer.write(message));
	}
}
