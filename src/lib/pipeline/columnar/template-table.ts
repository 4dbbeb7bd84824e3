import {
	TIERS,
	type TemplateEntry,
	type Classification,
	type LevelClass,
	type Tier,
	unitKey
} from '../types';

const zeroTiers = (): Record<Tier, number> =>
	Object.fromEntries(TIERS.map((tier) => [tier, 0])) as Record<Tier, number>;

const doubled = (from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
	const to = new Uint32Array(from.length * 2);
	to.set(from);
	return to;
};

/** The distinct canonical texts of a run, by level, how many rows each has, and what became of them. */
export class TemplateTable {
	private readonly positions = new Map<string, number>();
	private readonly entries: TemplateEntry[] = [];
	/** Rows of each template that no rule settled: they take the template's result. */
	private openRows = new Uint32Array(2 ** 10);
	/** Rows of each template that rules settled. */
	private ruleRows = new Uint32Array(2 ** 10);
	/** At the end of a run, what is without a result waits for review. */
	private isEnded = false;

	get size(): number {
		return this.entries.length;
	}

	/** Position of a canonical text at a level, new or known. */
	positionOf(canonical: string, level: LevelClass = 'none'): number {
		const key = unitKey(canonical, level);
		const known = this.positions.get(key);
		if (known !== undefined) return known;
		const index = this.entries.length;
		this.positions.set(key, index);
		this.entries.push({ index, canonical, ...(level === 'none' ? {} : { level }) });
		if (index === this.openRows.length) {
			this.openRows = doubled(this.openRows);
			this.ruleRows = doubled(this.ruleRows);
		}
		return index;
	}

	/** Counts a row that a rule settled. */
	countRuleRow(template: number): void {
		this.ruleRows[template] = (this.ruleRows[template] as number) + 1;
	}

	/** Rows so far that take the template's result. */
	rowsOf(template: number): number {
		return this.openRows[template] as number;
	}

	/** Counts a row that takes the template's result. Returns true the first time: the template must be embedded. */
	countOpenRow(template: number): boolean {
		const rows = this.openRows[template] as number;
		this.openRows[template] = rows + 1;
		return rows === 0;
	}

	/** Sets the result of a template, which its rows take, those before and those that come. */
	settle(template: number, result: Classification): TemplateEntry {
		const entry = this.entries[template] as TemplateEntry;
		entry.result = result;
		return entry;
	}

	/** The canonical text and level of a template. */
	unitOf(template: number): { canonical: string; level: LevelClass } {
		const { canonical, level = 'none' } = this.entries[template] as TemplateEntry;
		return { canonical, level };
	}

	/** Templates with rows that no rule settles. */
	open(): TemplateEntry[] {
		return this.entries.filter(({ index }) => this.rowsOf(index) > 0);
	}

	/** Templates without a result: settled by rules alone, or still waiting when the run ended. */
	unsettled(): TemplateEntry[] {
		return this.entries.filter((entry) => !entry.result);
	}

	/** At the end of a run: the rows whose template is still without a result count as what waits for review. */
	leaveForReview(): void {
		this.isEnded = true;
	}

	/** Rows and templates that each sieve settled so far. */
	byTier(): Record<'rows' | 'templates', Record<Tier, number>> {
		const rows = zeroTiers();
		const templates = zeroTiers();
		for (const { index, result } of this.entries) {
			const settled = this.ruleRows[index] as number;
			const open = this.openRows[index] as number;
			const tier = result?.tier ?? (this.isEnded ? 'none' : undefined);
			const byRule = result?.tier === 'human' ? 'human' : 'rule';
			if (settled > 0 && byRule === 'rule') templates.rule++;
			rows[byRule] += settled;
			if (byRule === 'human' && open === 0) templates.human++;
			if (open === 0 || tier === undefined) continue;
			rows[tier] += open;
			templates[tier]++;
		}
		return { rows, templates };
	}

	/** A settled entry keeps only what later rows need; its embedding is in the store. */
	release(template: number): void {
		const { result } = this.entries[template] as TemplateEntry;
		if (result) delete result.embedding;
	}
}
