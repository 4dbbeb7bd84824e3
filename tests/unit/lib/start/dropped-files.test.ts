import { describe, expect, it } from 'vitest';
import { chosenFiles, droppedFiles } from '../../../../src/lib/start/dropped-files';

/** A file of the desktop as a drop gives it. */
const fileEntry = (fullPath: string) => ({
	isFile: true,
	isDirectory: false,
	fullPath,
	file: (resolve: (file: File) => void) => resolve(new File(['x'], fullPath))
});

/** A folder, which gives its content in parts as browsers do. */
const folderEntry = (fullPath: string, parts: unknown[][]) => ({
	isFile: false,
	isDirectory: true,
	fullPath,
	createReader: () => {
		const left = [...parts, []];
		return { readEntries: (resolve: (entries: unknown) => void) => resolve(left.shift()) };
	}
});

const transfer = (entries: unknown[], files: File[] = []): DataTransfer =>
	({
		items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
		files
	}) as unknown as DataTransfer;

describe('droppedFiles', () => {
	it('finds all files of folders in the order of their names, without system files', async () => {
		const found = await droppedFiles(
			transfer([
				folderEntry('/logs', [
					[fileEntry('/logs/app.log.10'), fileEntry('/logs/.DS_Store')],
					[
						fileEntry('/logs/app.log.9'),
						folderEntry('/logs/old', [[fileEntry('/logs/old/a.log')]]),
						folderEntry('/logs/none', [])
					]
				]),
				fileEntry('/b.log')
			])
		);
		expect(found.map(({ name }) => name)).toEqual([
			'b.log',
			'logs/app.log.9',
			'logs/app.log.10',
			'logs/old/a.log'
		]);
	});

	it('takes files as they come when there is no folder', async () => {
		const files = [new File(['x'], 'b.log'), new File(['x'], 'a.log')];
		const found = await droppedFiles(
			transfer(
				files.map(({ name }) => fileEntry(`/${name}`)),
				files
			)
		);
		expect(found.map(({ name }) => name)).toEqual(['b.log', 'a.log']);
	});
});

describe('chosenFiles', () => {
	it('keeps the order of chosen files, and orders a folder', () => {
		const file = (name: string, webkitRelativePath = ''): File =>
			Object.defineProperty(new File(['x'], name), 'webkitRelativePath', {
				value: webkitRelativePath
			});
		expect(chosenFiles([file('b'), file('a')]).map(({ name }) => name)).toEqual(['b', 'a']);
		expect(
			chosenFiles([file('b', 'x/b'), file('.git', 'x/.git'), file('a', 'x/a')]).map(
				({ name }) => name
			)
		).toEqual(['x/a', 'x/b']);
	});
});
