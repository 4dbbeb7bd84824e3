import { reviewOrder, type ReviewCandidate } from '../../lib/pipeline/evaluate/review-queue';
import { isPresentRevision } from '../../lib/pipeline/embed/encoder-revision';
import { decidedByHand, withoutDecision } from '../../lib/pipeline/head/by-hand';
import type { RunTable } from '../../lib/pipeline/columnar/run-table';
import type { Classification, TemplateEntry } from '../../lib/pipeline/types';
import { relabelTemplates } from '../../lib/store/db';
import { deleteDecisions, saveDecisions, savedDecisions } from '../../lib/store/decision-store';
import type { DecisionRecord } from '../../lib/store/schema';
import { loadBundleOfVersion, loadChosenBundle, type Knowledge } from '../bundle/bundle-loader';
import { spreadOver } from '../run/spread-over';
import { StoredRun } from '../run/stored-run';
import { isEarlierDecision } from './embed-again';
import { decisionSteps } from './decision-steps';
import type { ReviewCard, ReviewQueue, ReviewSample, ReviewStep } from '../contracts/review';
import type { Decision } from '../contracts/teacher';

/** Cards of one queue: more than anyone answers before a retraining orders the rest again. */
const CARDS = 200;
const NEAREST = 3;
/** Rows of a message that are shown beside the question. */
const SAMPLES = 3;
/** Newest steps that can be taken back, and cards of each that are asked again at once. */
const STEPS = 50;
const CARDS_OF_STEP = 20;

type Answered = TemplateEntry & { result: Classification };

/** What a person said of a template, as a result. */
const decided = (label: string, { tree, templates }: RunTable, template: number): Classification =>
	decidedByHand(label, tree, templates[template]?.result);

/** What a person is asked about stored runs, and what is answered. */
export class ReviewSession {
	/** The run that was asked about last: decisions come one by one, and a large run takes seconds to read. */
	private opened: { stored: StoredRun; rows: ReturnType<StoredRun['templateRows']> } | undefined;
	private lastDecision = 0;

	constructor(private readonly base: string) {}

	/** The queue of one run, best question first. */
	async queue(runId: string, settledToo: boolean): Promise<ReviewQueue> {
		this.opened = undefined;
		const { stored, rows } = await this.open(runId);
		const { run, table } = stored;
		const known = await loadBundleOfVersion(this.base, run.bundleVersion);
		const { bundle } = known ?? (await loadChosenBundle(this.base));
		const open = await this.openTemplates(runId, settledToo);
		const candidates: ReviewCandidate[] = open.map(({ index, result }) => ({
			template: index,
			rows: rows.open[index] as number,
			confidence: result.unlike ? 0 : result.confidence,
			embedding: result.embedding
		}));
		const decisions = await savedDecisions();
		const here = decisions.filter((decision) => decision.runId === runId);
		// Embeddings of two encoders tell nothing of each other.
		const isOfEarlier = !isPresentRevision(run.encoderRevision);
		const comparable = here.filter((decision) => isEarlierDecision(decision) === isOfEarlier);
		const asked = comparable.flatMap(({ embedding }) => embedding ?? []);
		const cards = reviewOrder(candidates, asked, CARDS).map((at) =>
			this.card(runId, open[at] as Answered, known)
		);
		return {
			run: { id: run.id, name: run.name, rows: table.rowCount },
			labels: bundle.labels.map(({ name, definition }) => ({ name, definition })),
			cards: await Promise.all(cards),
			templatesLeft: open.length,
			rowsLeft: candidates.reduce((sum, candidate) => sum + candidate.rows, 0),
			decided: here.length,
			steps: await this.steps(runId, here, known),
			decidedElsewhere: elsewhere(stored, decisions).length
		};
	}

	/** Some rows of a message, spread over all of them. */
	async samples(runId: string, template: number): Promise<ReviewSample[]> {
		const { stored } = await this.open(runId);
		const { table } = stored;
		const rows = Array.from(spreadOver(rowsOf(table, template), SAMPLES));
		return Promise.all(
			rows.map(async (row) => ({
				row,
				message: await stored.message(row),
				source: stored.source(row)
			}))
		);
	}

	/**
	 * Stores decisions and puts them on the run.
	 * @param inBulk they are guesses that were accepted together
	 */
	async decide(runId: string, decisions: readonly Decision[], inBulk = false): Promise<void> {
		const { stored, rows } = await this.open(runId);
		// One time for all of them, later than any before: so they are one step when they are taken back.
		const decidedAt = (this.lastDecision = Math.max(Date.now(), this.lastDecision + 1));
		const records = decisions.flatMap(({ template, label }) => {
			const entry = stored.table.templates[template];
			const firstRow = rows.first[template] as number;
			const said = { label, decidedAt, ...(inBulk ? { inBulk: true as const } : {}) };
			return entry ? [recordOf(stored, entry, said, firstRow)] : [];
		});
		await saveDecisions(records);
		await this.relabel(
			runId,
			decisions.flatMap(({ template, label }) =>
				atAllLevels(stored.table, template).map(
					(at) => [at, decided(label, stored.table, at)] as const
				)
			)
		);
	}

	/** Takes decisions on templates of a run back, in the store and on the run. */
	async undecide(runId: string, templates: readonly number[]): Promise<void> {
		const { stored } = await this.open(runId);
		const byText = new Map((await savedDecisions()).map((record) => [record.canonical, record]));
		const records = templates.flatMap((template) => {
			const record = byText.get(stored.table.templates[template]?.canonical ?? '');
			return record ? [{ template, record }] : [];
		});
		await deleteDecisions(records.map(({ record }) => record.canonical));
		await this.relabel(
			runId,
			records.flatMap(({ template, record }) =>
				atAllLevels(stored.table, template).map((at) => {
					const result = stored.table.templates[at]?.result;
					return [at, (result && withoutDecision(result)) ?? record.before] as const;
				})
			)
		);
	}

	/** Decides every open template by its guess if that is at least so probable; resolves with the templates. */
	async acceptAbove(runId: string, confidence: number, settledToo: boolean): Promise<number[]> {
		const open = await this.openTemplates(runId, settledToo);
		const sure = open.filter(({ result }) => result.confidence >= confidence);
		await this.decide(
			runId,
			sure.map(({ index, result }) => ({ template: index, label: result.label })),
			true
		);
		return sure.map(({ index }) => index);
	}

	/** Puts decisions of earlier runs on the same messages of this one. Resolves with the number of templates. */
	async applyKnown(runId: string): Promise<number> {
		const { stored } = await this.open(runId);
		const known = elsewhere(stored, await savedDecisions());
		await this.relabel(
			runId,
			known.map(({ template, label }) => [template, decided(label, stored.table, template)])
		);
		return known.length;
	}

	/** The newest decisions on a run as steps, oldest first, with the cards as they were asked. */
	private async steps(
		runId: string,
		decisions: readonly DecisionRecord[],
		known: Knowledge | undefined
	): Promise<ReviewStep[]> {
		const { stored } = await this.open(runId);
		const positions = new Map(
			stored.table.templates.map((entry, index) => [entry?.canonical, index])
		);
		const steps = decisionSteps(decisions).slice(-STEPS);
		return Promise.all(
			steps.map(async (step) => {
				const found = step.flatMap(({ canonical, before }) => {
					const index = positions.get(canonical);
					return index === undefined ? [] : [{ index, canonical, result: before }];
				});
				const asked = found.filter((entry): entry is Answered => entry.result !== undefined);
				return {
					templates: found.map(({ index }) => index),
					cards: await Promise.all(
						asked.slice(0, CARDS_OF_STEP).map((entry) => this.card(runId, entry, known))
					)
				};
			})
		);
	}

	/** Templates that a person may be asked about: with rows that no rule settled, not muted, not decided. */
	private async openTemplates(runId: string, settledToo: boolean): Promise<Answered[]> {
		const { stored, rows } = await this.open(runId);
		return stored.table.templates.filter(
			(entry): entry is Answered =>
				entry?.result !== undefined &&
				entry.result.tier !== 'human' &&
				(settledToo || entry.result.certainty !== 'sure') &&
				(rows.open[entry.index] as number) > 0 &&
				stored.table.markOf(entry.index) !== 'muted'
		);
	}

	private async card(
		runId: string,
		{ index, canonical, result }: Answered,
		known: Knowledge | undefined
	): Promise<ReviewCard> {
		const { stored, rows } = await this.open(runId);
		const firstRow = rows.first[index] as number;
		const { embedding, label, confidence, tier, top, reason, llm } = result;
		return {
			template: index,
			canonical,
			message: await stored.message(firstRow),
			source: stored.source(firstRow),
			rows: rows.open[index] as number,
			label,
			confidence,
			tier,
			top,
			nearest: (embedding && known?.examples?.nearest(embedding, NEAREST)) ?? [],
			...(reason === undefined ? {} : { reason }),
			...(llm ? { llm } : {})
		};
	}

	/** Changes results in the store and in what is open here. */
	private async relabel(
		runId: string,
		results: readonly (readonly [template: number, result: Classification | undefined])[]
	): Promise<void> {
		await relabelTemplates(runId, new Map(results));
		const { stored } = await this.open(runId);
		for (const [template, result] of results) {
			const entry = stored.table.templates[template];
			if (!entry) continue;
			const { result: before, ...plain } = entry;
			const embedding = before?.embedding && { embedding: before.embedding };
			stored.table.addTemplate({
				...plain,
				...(result ? { result: { ...embedding, ...result } } : {})
			});
		}
	}

	private async open(runId: string): Promise<NonNullable<ReviewSession['opened']>> {
		// Messages may have been judged again meanwhile, by another threshold.
		if (this.opened?.stored.run.id === runId) await this.opened.stored.refresh();
		else {
			const stored = await StoredRun.openEnded(runId);
			this.opened = { stored, rows: stored.templateRows() };
		}
		return this.opened;
	}
}

/** All rows of a template, ascending. */
function rowsOf({ template: templateOf, rowCount }: RunTable, template: number): Uint32Array {
	const rows: number[] = [];
	for (let row = 0; row < rowCount; row++) if (templateOf[row] === template) rows.push(row);
	return Uint32Array.from(rows);
}

/** All templates with the text of one: it may stand at several levels, and what is said of it holds at each. */
function atAllLevels({ templates }: RunTable, template: number): number[] {
	const canonical = templates[template]?.canonical;
	return templates.flatMap((entry, at) => (entry?.canonical === canonical ? [at] : []));
}

function recordOf(
	stored: StoredRun,
	{ canonical, result }: TemplateEntry,
	said: Pick<DecisionRecord, 'label' | 'decidedAt' | 'inBulk'>,
	firstRow: number
): DecisionRecord {
	const { run } = stored;
	const before = result && withoutDecision(result);
	return {
		canonical,
		...said,
		runId: run.id,
		runName: run.name,
		source: stored.source(firstRow),
		...(result?.embedding
			? { embedding: result.embedding, encoderRevision: run.encoderRevision }
			: {}),
		...(before ? { before } : {})
	};
}

/** Templates of a run that a person decided in another run. */
function elsewhere({ table, run }: StoredRun, decisions: readonly DecisionRecord[]): Decision[] {
	const others = decisions.filter(({ runId }) => runId !== run.id);
	const labels = new Map(others.map(({ canonical, label }) => [canonical, label]));
	return table.templates.flatMap((entry) => {
		const label = entry && labels.get(entry.canonical);
		return entry && label !== undefined && entry.result?.tier !== 'human'
			? [{ template: entry.index, label }]
			: [];
	});
}
