import { MAX_CANONICAL_CHARS } from '../constants';
import { SEVERITY_CODE } from '../read/levels';
import { NO_SHAPE, type NewShape, type ShapePositions } from '../read/row-fields';
import { canonicalOfShape } from './canonical';
import { ShapeWriter } from './message-shape';
import { severityOfShape } from './severity';
import { textOfSpan, type UnitSpan } from '../text/text-units';
import { UnitMemo } from '../text/unit-memo';

/** No shape is longer. */
const LONGEST = MAX_CANONICAL_CHARS + 64;
/** Shapes kept at most, and UTF-16 units of them: some tens of megabytes in the worst case. */
const KEPT = { texts: 65_536, units: 2 ** 24, unitsOfOne: LONGEST };
/** Kernels keep a byte for a unit. */
const IN_KERNELS = {
	texts: 65_536,
	bytes: 2 ** 25,
	longest: LONGEST,
	counted: MAX_CANONICAL_CHARS
};

/** Gives each shape of the messages of one input a position, in the order of their coming. */
export class ShapeList implements ShapePositions {
	readonly inKernels = IN_KERNELS;
	private readonly writer = new ShapeWriter();
	private readonly memo = new UnitMemo((shape) => this.add(shape), KEPT);
	private count = 0;
	private fresh: NewShape[] = [];

	positionOf(message: UnitSpan): number {
		return this.memo.get(this.writer.write(message));
	}

	takeNew(): NewShape[] {
		return this.fresh.splice(0);
	}

	private add(shape: string): number {
		if (this.count === KEPT.texts) return NO_SHAPE;
		this.fresh.push(factsOf(shape));
		return this.count++;
	}
}

const factsOf = (shape: string): NewShape => ({
	shape,
	canonical: canonicalOfShape(shape),
	severity: SEVERITY_CODE[severityOfShape(shape)]
});

/** What follows from each shape of a list. */
export class OfShapes<T> {
	private readonly values: T[] = [];
	private readonly canonicals = new Map<string, string>();
	private readonly writer = new ShapeWriter();

	/** @param work gives what follows from a shape; called again for a shape only when the list did not keep it */
	constructor(private readonly work: (shape: NewShape) => T) {}

	/** Takes the shapes that a list has new, in their order. */
	add(shapes: readonly NewShape[]): void {
		for (const shape of shapes)
			this.values.push(this.work({ ...shape, canonical: this.oneOf(shape.canonical) }));
	}

	/** Many shapes have the same canonical text, of which another thread hands over a copy each time. */
	private oneOf(canonical: string): string {
		const known = this.canonicals.get(canonical);
		if (known === undefined) this.canonicals.set(canonical, canonical);
		return known ?? canonical;
	}

	/** @param position of the message's shape in the list */
	get(position: number, message: () => UnitSpan): T {
		return position === NO_SHAPE
			? this.work(factsOf(textOfSpan(this.writer.write(message()))))
			: (this.values[position] as T);
	}
}
