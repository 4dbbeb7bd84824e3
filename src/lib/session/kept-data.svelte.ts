import type { BackupReport, StoredAmounts } from '../../workers/contracts/backup';
import { errorText } from '../page/error-text';
import { saveFile } from '../page/save-file';
import { clearSettings, savedSettings, takeSettings } from '../page/settings';
import {
	askToKeepStorage,
	isStorageKept,
	storageRoom,
	type StorageRoom
} from '../page/storage-room';
import { engine } from '../session.svelte';

/** A backup that was chosen, and what restoring it would do. */
interface OfferedBackup {
	file: File;
	report: BackupReport;
}

/** All that this browser keeps: how much it is, and saving, restoring and deleting it as a whole. */
class KeptData {
	/** Undefined until they have been counted. */
	amounts = $state.raw<StoredAmounts>();
	room = $state.raw<StorageRoom>();
	/** Whether the browser promised to keep it; undefined where it gives no promise. */
	isKept = $state<boolean>();
	/** What is being done. */
	busy = $state<string>();
	error = $state<string>();
	offered = $state.raw<OfferedBackup>();
	/** What was restored. */
	restored = $state.raw<BackupReport>();

	async look(): Promise<void> {
		await this.#doing('Counting what is stored', () => this.#count());
	}

	async askToKeep(): Promise<void> {
		this.isKept = await askToKeepStorage();
	}

	async save(): Promise<void> {
		await this.#doing('Saving everything', async () => {
			const blob = await (await engine.classifier()).saveAll(savedSettings());
			saveFile(blob, `winnow-${new Date().toISOString().slice(0, 10)}.winnow-backup`);
		});
	}

	/** Reads a backup to its end, so that a damaged one changes nothing, and says what restoring it would do. */
	async offer(file: File): Promise<void> {
		this.offered = this.restored = undefined;
		await this.#doing(`Reading ${file.name}`, async () => {
			const choice = { settings: savedSettings(), overwrite: false, trial: true };
			const report = await (await engine.classifier()).restoreAll(file, choice);
			await this.#count();
			this.offered = { file, report };
		});
	}

	/** @param overwrite take from the file what differs here */
	async restore(overwrite: boolean): Promise<void> {
		const { offered } = this;
		if (!offered) return;
		this.offered = undefined;
		await this.#doing(`Restoring ${offered.file.name}`, async () => {
			const choice = { settings: savedSettings(), overwrite, trial: false };
			const report = await (await engine.classifier()).restoreAll(offered.file, choice);
			takeSettings(report.settings);
			this.restored = report;
		});
		const { error } = this;
		await this.look();
		this.error ??= error;
	}

	/** @returns whether all is gone */
	async deleteAll(): Promise<boolean> {
		await this.#doing('Deleting everything', async () => {
			await (await engine.classifier()).deleteAll();
			clearSettings();
		});
		return this.error === undefined;
	}

	async #count(): Promise<void> {
		this.amounts = await (await engine.classifier()).storedAmounts();
		this.room = await storageRoom();
		this.isKept = await isStorageKept();
	}

	async #doing(what: string, work: () => Promise<void>): Promise<void> {
		this.busy = what;
		this.error = undefined;
		try {
			await work();
		} catch (error) {
			this.error = errorText(error);
		} finally {
			this.busy = undefined;
		}
	}
}

export const keptData = new KeptData();
