import { expect, it } from 'vitest';
import { FileTarget } from '../../../../src/workers/view/export-target';

/** A chosen file whose writing fails. */
const failing = (name: string): FileSystemFileHandle => {
	const fail = () => Promise.reject(new DOMException('internal words', name));
	const handle: unknown = {
		createWritable: () => Promise.resolve({ write: fail, close: fail })
	};
	return handle as FileSystemFileHandle;
};

it.each([
	['QuotaExceededError', 'The disk is full'],
	['NoModificationAllowedError', 'Another tab or program'],
	['NotFoundError', 'is gone'],
	['NotAllowedError', 'does not allow'],
	['TypeError', 'internal words']
])('says what a %s of a chosen file means', async (name, words) => {
	const target = await FileTarget.open(failing(name));
	await expect(target.write('row')).rejects.toThrow(words);
	await expect(target.close()).rejects.toThrow(words);
});
