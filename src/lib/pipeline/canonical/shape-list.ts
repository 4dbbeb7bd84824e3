import { MAX_CANONICAL_CHARS } from '../constants';
import { NO_SHAPE, type ShapePositions } from '../read/row-fields';
import { ShapeWriter } from './message-shape';
import { textOfSpan, type UnitSpan } from '../text/text-units';
import { UnitMemo } from '../text/unit-memo';

/**
 * Shapes kept at most, UTF-16 units of them (some tens of megabytes in the worst case), and of one: longer messages are
 * worked out each time, since they would fill the memory that many short ones can use.
 */
const KEPT = { texts: 65_536, units: 2 ** 23, unitsOfOne: 4_096 };

/** Gives each shape of the messages of one input a position, in the order of their coming. */
export class ShapeList implements ShapePositions {
	readonly kept = { ...KEPT, counted: MAX_CANONICAL_CHARS };
	private readonly writer = new ShapeWriter();
	private readonly memo = new UnitMemo((shape) => this.add(shape), KEPT);
	private count = 0;
	private fresh: string[] = [];

	positionOf(message: UnitSpan): number {
		const shape = this.writer.write(message);
		return shape.end > KEPT.unitsOfOne ? NO_SHAPE : this.memo.get(shape);
	}

	takeNew(): string[] {
		return this.fresh.splice(0);
	}

	private add(shape: string): number {
		if (this.count === KEPT.texts) return NO_SHAPE;
		this.fresh.push(shape);
		return this.count++;
	}
}

/** What follows from each shape of a list. */
export class OfShapes<T> {
	private readonly values: T[] = [];
	private readonly writer = new ShapeWriter();

	/** @param work gives what follows from a shape; called again for a shape only when the list did not keep it */
	constructor(private readonly work: (shape: string) => T) {}

	/** Takes the shapes that a list has new, in their order. */
	add(shapes: readonly string[]): void {
		for (const shape of shapes) this.values.push(this.work(shape));
	}

	/** @param position of the message's shape in the list */
	get(position: number, message: () => UnitSpan): T {
		return position === NO_SHAPE
			? this.work(textOfSpan(this.writer.write(message())))
			: (this.values[position] as T);
	}
}
