import { isStorageFull } from '../../lib/store/db';
import type { BackupReport, RestoreChoice } from '../contracts/backup';
import { refuseBomb } from '../read/bomb-guard';
import { broken } from '../run/file/check-run-file';
import { checked, parsedLine } from '../run/file/open-run';
import { runFileLines } from '../run/file/run-file-lines';
import {
	answerLineSchema,
	BACKUP_VERSION,
	backupEndSchema,
	backupHeadSchema,
	bundleLineSchema,
	markLineSchema,
	runLineSchema,
	type BackupHead
} from './backup-file';
import { RestoredRuns } from './restored-runs';
import { RestoredThings } from './restored-things';
import { endedRuns } from './save-all';

/**
 * Adds what a backup has to what is here. What is here and differs stays, unless it is older or the choice says
 * otherwise; of runs that differ both are kept. Everything is checked as in a saved run or a bundle file.
 *
 * @throws Error in plain words when it is no backup, or damaged; what was added until then stays
 */
export async function restoreAll(file: Blob, choice: RestoreChoice): Promise<BackupReport> {
	const runs = new RestoredRuns(await endedRuns(), choice);
	const restoring = new Restoring(choice, await RestoredThings.begin(choice), runs);
	try {
		for await (const { line, unpacked } of runFileLines(file, 'backup')) {
			refuseBomb('backup', unpacked, file.size);
			await restoring.take(line);
		}
		return await restoring.end();
	} catch (error) {
		await runs.drop();
		if (isStorageFull(error))
			throw new Error(
				'There is no room for all of it in the browser. What was added until then stays.',
				{ cause: error }
			);
		throw error;
	}
}

class Restoring {
	private head: BackupHead | undefined;
	private isEnded = false;

	constructor(
		private readonly choice: RestoreChoice,
		private readonly things: RestoredThings,
		private readonly runs: RestoredRuns
	) {}

	/** Takes the lines of the file, in their order. */
	async take(line: string): Promise<void> {
		if (this.isEnded) throw broken('there is something behind its end');
		if (this.runs.isInside) return this.runs.take(line);
		const value = parsedLine(line);
		if (!value) throw this.head ? broken('a line is no JSON') : notABackup();
		if (!this.head) this.begin(value);
		else if ('bundle' in value)
			await this.things.takeBundle(checked(bundleLineSchema, value, 'a bundle').bundle);
		else if ('answer' in value)
			await this.things.takeAnswer(checked(answerLineSchema, value, 'an answer').answer);
		else if ('mark' in value)
			await this.things.takeMark(checked(markLineSchema, value, 'a mark').mark);
		else if ('run' in value)
			this.runs.begin(checked(runLineSchema, value, 'a run').run.id, this.head.savedAt);
		else this.takeEnd(value);
	}

	async end(): Promise<BackupReport> {
		const { head, isEnded, things, runs } = this;
		if (!head) throw notABackup();
		if (!isEnded) throw broken('its end is missing. Get it again');
		await things.end();
		const { settings, amounts } = settingsOf(head, this.choice);
		return {
			savedAt: head.savedAt,
			amounts: { runs: runs.amounts, ...things.amounts, settings: amounts },
			settings,
			leftOut: things.leftOut
		};
	}

	private begin(value: object): void {
		if (!('winnowBackup' in value)) throw notABackup();
		const { winnowBackup: version } = value;
		if (typeof version === 'number' && version > BACKUP_VERSION)
			throw new Error(
				`This backup was saved by a newer Winnow (format ${version}, this page reads ${BACKUP_VERSION}). Reload the page to update it.`
			);
		this.head = checked(backupHeadSchema, value, 'the head');
	}

	private takeEnd(value: object): void {
		const { backupEnd } = checked(backupEndSchema, value, 'the end');
		const { bundles, answers, marks } = this.things.amounts;
		const has = {
			runs: this.runs.amounts.total,
			answers: answers.total,
			bundles: bundles.total,
			marks: marks.total
		};
		for (const [kind, total] of Object.entries(has)) {
			const named = backupEnd[kind as keyof typeof has];
			if (named !== total) throw broken(`it names ${named} ${kind} and has ${total}`);
		}
		this.isEnded = true;
	}
}

/** Settings that are not here, or all of the file where those here are to yield. */
function settingsOf(
	{ settings: inFile }: BackupHead,
	{ settings: here, overwrite }: RestoreChoice
): { settings: BackupReport['settings']; amounts: BackupReport['amounts']['settings'] } {
	const all = Object.entries(inFile);
	const added = all.filter(([key]) => here[key] === undefined);
	const differing = all.filter(([key, value]) => (here[key] ?? value) !== value);
	return {
		settings: Object.fromEntries(overwrite ? [...added, ...differing] : added),
		amounts: { total: all.length, added: added.length, differing: differing.length }
	};
}

const notABackup = (): Error =>
	new Error('This is no backup that Winnow saved. Choose a .winnow-backup file.');
