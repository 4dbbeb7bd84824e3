import type { InputFile } from '../../workers/contracts/classifier';

/** System files that no one means when a folder is dropped. */
const HIDDEN = /(?:^|\/)(?:\.|Thumbs\.db$|desktop\.ini$)/;
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Files of a picker or the clipboard; those of a folder have it in their names and are in the order of their names. */
export function chosenFiles(files: Iterable<File>): InputFile[] {
	const chosen = Array.from(files, (file) => ({
		file,
		name: file.webkitRelativePath || file.name
	}));
	return chosen.some(({ name }) => name.includes('/')) ? ordered(chosen) : chosen;
}

/**
 * All files of what was dropped, those in folders included. Call it in the event itself: what was dropped is gone
 * afterwards.
 */
export async function droppedFiles(data: DataTransfer): Promise<InputFile[]> {
	const entries = Array.from(data.items, (item) =>
		item.kind === 'file' ? item.webkitGetAsEntry() : null
	).filter((entry) => entry !== null);
	if (!entries.some(({ isDirectory }) => isDirectory)) return chosenFiles(data.files);
	return ordered((await Promise.all(entries.map(filesOf))).flat());
}

const ordered = (files: InputFile[]): InputFile[] =>
	files.filter(({ name }) => !HIDDEN.test(name)).sort((a, b) => BY_NAME.compare(a.name, b.name));

async function filesOf(entry: FileSystemEntry): Promise<InputFile[]> {
	if (isFile(entry)) {
		const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
		return [{ file, name: entry.fullPath.replace(/^\//, '') }];
	}
	if (!isDirectory(entry)) return [];
	const files: InputFile[] = [];
	const reader = entry.createReader();
	for (;;) {
		// A directory is read in parts, until one is empty.
		const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject)
		);
		if (part.length === 0) return files;
		for (const inner of part) files.push(...(await filesOf(inner)));
	}
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry =>
	entry.isDirectory;
