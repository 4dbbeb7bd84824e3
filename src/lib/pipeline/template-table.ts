import { TIERS, type TemplateEntry, type Classification, type Tier } from './types';

const zeroTiers = (): Record<Tier, number> =>
	Object.fromEntries(TIERS.map((tier) => [tier, 0])) as Record<Tier, number>;

/** The distinct canonical texts of a run, how many rows each has, and what became of them. */
export class TemplateTable {
	private readonly positions = new Map<string, number>();
	private readonly entries: TemplateEntry[] = [];
	/** Rows of each template that no rule settled: they take the template's result. */
	private readonly openRows: number[] = [];
	private readonly requested: boolean[] = [];
	readonly rowsByTier = zeroTiers();
	readonly templatesByTier = zeroTiers();
	private settledByRule = new Set<number>();

	get size(): number {
		return this.entries.length;
	}

	/** Position of a canonical text, new or known. */
	positionOf(canonical: string): number {
		const known = this.positions.get(canonical);
		if (known !== undefined) return known;
		const index = this.entries.length;
		this.positions.set(canonical, index);
		this.entries.push({ index, canonical });
		this.openRows.push(0);
		this.requested.push(false);
		return index;
	}

	/** Counts a row that a rule settled. */
	countRuleRow(template: number): void {
		this.rowsByTier.rule++;
		if (this.settledByRule.has(template)) return;
		this.settledByRule.add(template);
		this.templatesByTier.rule++;
	}

	/** Rows so far that take the template's result. */
	rowsOf(template: number): number {
		return this.openRows[template] as number;
	}

	/** Counts a row that takes the template's result. Returns true the first time: the template must be embedded. */
	countOpenRow(template: number): boolean {
		this.openRows[template] = (this.openRows[template] as number) + 1;
		const result = (this.entries[template] as TemplateEntry).result;
		if (result) this.rowsByTier[result.tier]++;
		if (this.requested[template]) return false;
		this.requested[template] = true;
		return true;
	}

	/** Sets the result of a template and counts its rows so far. */
	settle(template: number, result: Classification): TemplateEntry {
		const entry = this.entries[template] as TemplateEntry;
		entry.result = result;
		this.rowsByTier[result.tier] += this.openRows[template] as number;
		this.templatesByTier[result.tier]++;
		return entry;
	}

	/** Templates without a result: settled by rules alone, or still waiting when the run ended. */
	unsettled(): TemplateEntry[] {
		return this.entries.filter((entry) => !entry.result);
	}

	/** At the end of a run: counts the rows whose template is still without a result, as what waits for review. */
	leaveForReview(): void {
		for (const { index, result } of this.entries) {
			const rows = this.openRows[index] as number;
			if (result || rows === 0) continue;
			this.rowsByTier.none += rows;
			this.templatesByTier.none++;
		}
	}

	/** A settled entry keeps only what later rows need; its embedding is in the store. */
	release(template: number): void {
		const { result } = this.entries[template] as TemplateEntry;
		if (result) delete result.embedding;
	}
}
