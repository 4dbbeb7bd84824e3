import { describe, expect, it } from 'vitest';
import { filePaths } from '../../../src/cli/input-files';
import { readLogFile } from '../../../src/cli/read-file';
import { chosenMapping, readingChoice } from '../../../src/cli/reading-choice';
import { TestFolder } from '../support/test-folder';

const folder = new TestFolder();

describe('the format', () => {
	it('is a kind of file, or a format of lines', () => {
		expect(readingChoice({ format: 'tsv' })).toEqual({ kind: 'csv', delimiter: '\t' });
		expect(readingChoice({ format: 'syslog, nginx-error', zone: 'utc' })).toEqual({
			kind: 'lines',
			lineFormats: ['syslog', 'nginx-error'],
			zone: 'utc'
		});
		expect(() => readingChoice({ format: 'yaml' })).toThrow(/no format "yaml"\. There are csv,/);
	});

	it('holds whatever the file looks like', async () => {
		const table = new File(['a,b\n1,2\n3,4\n'], 'a.csv');
		const { rows } = await readLogFile(table, readingChoice({ format: 'text' }));
		expect(rows.map(({ message }) => message)).toEqual(['a,b', '1,2', '3,4']);
	});
});

describe('columns', () => {
	const TABLE = 'text,when,what\nfirst,2026-11-20T08:00:00Z,ERROR\nsecond,,INFO\n';

	it('mean what is said', async () => {
		const file = new File([TABLE], 'a.csv');
		const choice = readingChoice({ columns: 'message=what,time=when,level=', zone: 'utc' });
		const { rows } = await readLogFile(file, choice);
		expect(rows.map(({ message, level, time }) => [message, level, time])).toEqual([
			['ERROR', '', '2026-11-20T08:00:00.000Z'],
			['INFO', '', null]
		]);
	});

	it('may have commas and equals signs in their names', () => {
		const { chosenColumns } = readingChoice({ columns: 'message=a,b=c, time=t' });
		expect(chosenColumns).toEqual({ message: 'a,b=c', time: 't' });
	});

	it('have one meaning, and what stood in for a guessed one is gone', () => {
		const guessed = {
			message: 0,
			alsoMessage: [1, 2],
			timestamp: 3,
			clock: 4,
			level: 5,
			fallbacks: { level: [6] },
			defaultSource: 'a'
		};
		const columns = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
		expect(chosenMapping({ columns }, guessed, { level: 'b', time: 'f' })).toEqual({
			message: 0,
			alsoMessage: [2],
			level: 1,
			timestamp: 5,
			fallbacks: { level: [], timestamp: [] },
			defaultSource: 'a'
		});
	});

	it('that are not there, and roles that there are none of, are named', async () => {
		expect(() => readingChoice({ columns: 'colour=a' })).toThrow(
			'"colour=a" is not one of message='
		);
		const file = new File([TABLE], 'a.csv');
		await expect(readLogFile(file, readingChoice({ columns: 'message=nix' }))).rejects.toThrow(
			'no column "nix". There are "text", "when", "what"'
		);
	});
});

describe('patterns', () => {
	it('stand for the files that match, in order; a name is no pattern', async () => {
		const [b, a] = [await folder.file('logs/b.log', ''), await folder.file('logs/deep/a.log', '')];
		const odd = await folder.file('logs/odd[1].txt', '');
		expect(await filePaths([`${folder.path}/logs/**/*.log`, odd, '-'])).toEqual([b, a, odd, '-']);
		await expect(filePaths([`${folder.path}/*.gz`])).rejects.toThrow('No file matches');
		await expect(filePaths([])).rejects.toThrow('at least one file');
	});
});
