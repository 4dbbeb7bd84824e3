import { chooseBundle, saveBundle } from '../../lib/store/bundle-store';
import { saveTemplateMark, savedTemplateMarks } from '../../lib/store/db';
import { saveDecisions, savedDecisions } from '../../lib/store/decision-store';
import type { OwnMark } from '../../lib/pipeline/bundle/template-marks';
import type { BundleRecord, DecisionRecord } from '../../lib/store/schema';
import { putBundle, savedBundlesAndVersions } from '../../lib/store/whole-store';
import { readBundleFile } from '../bundle/bundle-file';
import type { BackupAmounts, BackupReport, RestoreChoice } from '../contracts/backup';
import { embeddingOf, resultOf } from '../run/file/check-run-file';
import type { AnswerLine, BundleLine, MarkLine } from './backup-file';

/** Answers that are written at a time. */
const ANSWERS_PER_WRITE = 1_000;

const nothing = (): BackupAmounts => ({ total: 0, added: 0, differing: 0 });

/** Bundles, answers and marks of a backup. */
export class RestoredThings {
	readonly amounts: Omit<BackupReport['amounts'], 'runs' | 'settings'> = {
		...{ bundles: nothing(), answers: nothing() },
		marks: nothing()
	};
	/** What cannot be restored here, and why. */
	readonly leftOut: string[] = [];
	private chosen: string | undefined;
	private waiting: DecisionRecord[] = [];

	private constructor(
		private readonly choice: Pick<RestoreChoice, 'overwrite' | 'trial'>,
		private readonly bundles: ReadonlyMap<string, BundleRecord>,
		private readonly answers: ReadonlyMap<string, DecisionRecord>,
		private readonly marks: ReadonlyMap<string, OwnMark['state']>
	) {}

	static async begin(choice: RestoreChoice): Promise<RestoredThings> {
		const [bundles, answers, marks] = await Promise.all([
			savedBundlesAndVersions(),
			savedDecisions(),
			savedTemplateMarks()
		]);
		return new RestoredThings(
			choice,
			new Map(bundles.map((record) => [record.id, record])),
			new Map(answers.map((record) => [record.canonical, record])),
			new Map(marks.map(({ canonical, state }) => [canonical, state]))
		);
	}

	/** A bundle that this site cannot use is left out, and told. */
	async takeBundle({ file, chosen, ...plain }: BundleLine['bundle']): Promise<void> {
		const { amounts, bundles } = this;
		amounts.bundles.total++;
		let record: BundleRecord;
		try {
			const { bundle, examples } = await readBundleFile(JSON.stringify(file), noEncoder);
			record = { ...plain, bundle, ...(examples ? { examples } : {}) } as BundleRecord;
		} catch (error) {
			this.leftOut.push(`The bundle ${file.name}: ${(error as Error).message}`);
			return;
		}
		const here = bundles.get(record.id);
		const isSame = here?.archived === true || here?.bundle.version === record.bundle.version;
		if (!this.takes('bundles', here && { isSame, isOlder: here.changedAt < record.changedAt }))
			return;
		if (chosen) this.chosen = record.id;
		if (this.choice.trial) return;
		if (record.archived) await putBundle(record);
		else await saveBundle({ ...record, ...(here?.chosen ? { chosen: 1 } : {}) });
	}

	async takeAnswer({ embedding, before, ...plain }: AnswerLine['answer']): Promise<void> {
		this.amounts.answers.total++;
		const record = {
			...plain,
			...(embedding === undefined ? {} : { embedding: embeddingOf(embedding, 'an answer') }),
			...(before === undefined ? {} : { before: resultOf(before, 'an answer') })
		} as DecisionRecord;
		const here = this.answers.get(record.canonical);
		const isSame = here?.label === record.label;
		const isOlder = (here?.decidedAt ?? 0) < record.decidedAt;
		if (!this.takes('answers', here && { isSame, isOlder })) return;
		this.waiting.push(record);
		if (this.waiting.length >= ANSWERS_PER_WRITE) await this.write();
	}

	/** Nobody knows when a mark was set. */
	async takeMark(mark: MarkLine['mark']): Promise<void> {
		this.amounts.marks.total++;
		const here = this.marks.get(mark.canonical);
		const known = here && { isSame: here === mark.state, isOlder: false };
		if (this.takes('marks', known) && !this.choice.trial) await saveTemplateMark(mark);
	}

	/** New runs use the file's choice of a bundle where nobody had bundles to choose from. */
	async end(): Promise<void> {
		await this.write();
		const { chosen, choice, bundles } = this;
		if (chosen !== undefined && !choice.trial && (choice.overwrite || bundles.size === 0))
			await chooseBundle(chosen);
	}

	/** Whether one of the file is taken, counted as what it is beside one that is here. */
	private takes(
		kind: keyof RestoredThings['amounts'],
		here: { isSame: boolean; isOlder: boolean } | undefined
	): boolean {
		if (here?.isSame) return false;
		const isAdded = !here || here.isOlder;
		this.amounts[kind][isAdded ? 'added' : 'differing']++;
		return isAdded || this.choice.overwrite;
	}

	private async write(): Promise<void> {
		const records = this.waiting.splice(0);
		if (!this.choice.trial) await saveDecisions(records);
	}
}

/** A backup has the embeddings of a bundle's examples. */
const noEncoder = (): Promise<never> =>
	Promise.reject(new Error('the embeddings of its examples are missing.'));
