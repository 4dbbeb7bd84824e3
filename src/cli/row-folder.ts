import { OfShapes, ShapeList } from '../lib/pipeline/canonical/shape-list';
import { FieldReader, NO_LEVEL, type RowFields } from '../lib/pipeline/read/row-fields';
import type { RowBatch } from '../lib/pipeline/read/rows';
import { RuleTally } from '../lib/pipeline/rules/rule-tally';
import { labelGiven, type RuleSet } from '../lib/pipeline/rules/rules';
import { levelClassOf, SEVERITIES, type LevelClass } from '../lib/pipeline/types';

/** What rows have in common that get the same category in one run. */
export interface Unit {
	canonical: string;
	level: LevelClass;
	/** Id of the rule that decides; null where the model is asked. */
	rule: string | null;
}

/** A row with the unit that it is one of. */
export interface FoldedRow extends Unit {
	message: string;
	source: string;
	/** Milliseconds since the epoch; NaN where there is none. */
	time: number;
	/** The level as the row names it. */
	said: string;
}

/** Rows of one piece of text. */
export interface RowPiece {
	batch: RowBatch;
	/** What else was read of them, where that was done with their cells. */
	fields?: RowFields | undefined;
}

/** What all messages of one shape have in common. */
interface OfShape {
	canonical: string;
	/** Rules that may match. */
	candidates: readonly number[];
}

/** Folds the rows of one input. Each shape of a message is worked on once. */
export class RowFolder {
	private readonly fieldReader = new FieldReader(new ShapeList());
	private readonly shapes: OfShapes<OfShape>;
	private readonly tally = new RuleTally();

	constructor(private readonly rules: RuleSet) {
		this.shapes = new OfShapes(({ shape, canonical }) => ({
			canonical,
			candidates: rules.candidates(shape)
		}));
	}

	/** The rows of a piece, in their order. */
	fold({ batch, fields = this.fieldReader.read(batch) }: RowPiece): FoldedRow[] {
		this.shapes.add(fields.newShapes);
		const rows: FoldedRow[] = [];
		for (let row = batch.skip; row < batch.scanned.rows; row++) {
			const { canonical, candidates } = this.shapes.get(fields.shape[row] as number, () =>
				batch.messageUnits(row)
			);
			const level = fields.level[row] as number;
			const message = batch.message(row);
			const source = batch.source(row);
			rows.push({
				canonical,
				level: levelClassOf(level === NO_LEVEL ? undefined : SEVERITIES[level]),
				rule: candidates.length === 0 ? null : this.ruleOf(message, source, candidates),
				message,
				source,
				time: fields.time[row] as number,
				said: batch.level(row)
			});
		}
		return rows;
	}

	/** The rule that gives a row its category. */
	private ruleOf(message: string, source: string, candidates: readonly number[]): string | null {
		const match = this.rules.match(message, source, candidates, this.tally);
		const rule = match && this.rules.rules[match.rule];
		return rule && labelGiven(rule) !== undefined ? rule.id : null;
	}
}
