import { deleteRun } from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import type { BackupAmounts, RestoreChoice } from '../contracts/backup';
import { checked, Opening, parsedLine } from '../run/file/open-run';
import { broken } from '../run/file/check-run-file';
import { headSchema, type RunFileHead } from '../run/file/run-file';

/** The last line of a run's file, as `JSON.stringify` writes it. */
const LAST_LINE = '{"end":';

/** The runs of a backup, one after the other. */
export class RestoredRuns {
	readonly amounts: BackupAmounts = { total: 0, added: 0, differing: 0 };
	private readonly here: Map<string, RunRecord>;
	/** The run whose lines come, and what is to follow of it. */
	private current:
		{ id: string; savedAt: number; opening?: Opening; isSkipped?: boolean } | undefined;

	/** @param here the runs that are stored */
	constructor(
		here: readonly RunRecord[],
		private readonly choice: Pick<RestoreChoice, 'overwrite' | 'trial'>
	) {
		this.here = new Map(here.map((run) => [run.id, run]));
	}

	get isInside(): boolean {
		return this.current !== undefined;
	}

	begin(id: string, savedAt: number): void {
		this.amounts.total++;
		this.current = { id, savedAt };
	}

	/** Takes the lines of a run's own file. */
	async take(line: string): Promise<void> {
		const { current } = this;
		if (!current) return;
		const { opening, isSkipped } = current;
		if (isSkipped) {
			if (line.startsWith(LAST_LINE)) this.current = undefined;
			return;
		}
		const value = parsedLine(line);
		if (!value) throw broken('a line is no JSON');
		if (!opening) return this.takeHead(value);
		await opening.take(value);
		if (!opening.isComplete) return;
		await opening.end();
		this.current = undefined;
	}

	/** Takes back what was stored of a run that did not come whole. */
	async drop(): Promise<void> {
		await this.current?.opening?.drop();
	}

	private async takeHead(value: object): Promise<void> {
		const { current, amounts, choice } = this;
		if (!current) return;
		const { run } = checked(headSchema, value, 'the head of a run');
		const id = this.idOf(current, run);
		if (id === undefined || choice.trial) current.isSkipped = true;
		if (id === current.id) amounts.added++;
		if (current.isSkipped || id === undefined) return;
		// One of that id may be marked as deleted.
		await deleteRun(id);
		current.opening = new Opening(id);
		await current.opening.take(value);
	}

	/** Its id here; nothing where it is here already, or is to be left out. One that differs gets an id of its own. */
	private idOf(
		{ id, savedAt }: { id: string; savedAt: number },
		run: RunFileHead['run']
	): string | undefined {
		const known = this.here.get(id);
		if (!known) return id;
		if (isSame(known, run)) return undefined;
		const beside = `${id}.${savedAt.toString(36)}`;
		if (this.here.has(beside)) return undefined;
		this.amounts.differing++;
		return this.choice.overwrite ? beside : undefined;
	}
}

/** What can change of a run that has ended. */
const STATE = ['name', 'status', 'rows', 'bundleVersion', 'rowsByTier', 'threshold'] as const;

const isSame = (here: RunRecord, inFile: RunFileHead['run']): boolean =>
	STATE.every((key) => JSON.stringify(here[key]) === JSON.stringify(inFile[key]));
