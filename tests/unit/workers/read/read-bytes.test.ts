import { expect, it } from 'vitest';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';
import { damaged } from '../../../../src/workers/read/bomb-guard';
import { fileBytes } from '../../../../src/workers/read/file-bytes';
import { readBytes } from '../../../../src/workers/read/read-bytes';

/** A file that was chosen, and whose reading fails since. */
function failing(name: string): Blob {
	const file = new Blob(['some rows']);
	file.arrayBuffer = () => Promise.reject(new DOMException('internal words', name));
	file.slice = () => file;
	return file;
}

it.each(['NotReadableError', 'NotFoundError'])('says what a %s of a file means', async (name) => {
	await expect(readBytes(failing(name))).rejects.toThrow(/moved or changed since it was chosen/);
	await expect(fileBytes(failing(name)).next()).rejects.toThrow(InputError);
});

it('leaves other errors as they are', async () => {
	await expect(readBytes(failing('SecurityError'))).rejects.toThrow('internal words');
	expect(new Uint8Array(await readBytes(new Blob(['ab'])))).toEqual(Uint8Array.of(97, 98));
});

it('does not call a packed file damaged that is gone', () => {
	const gone = damaged('zip', new DOMException('internal words', 'NotFoundError'), 7);
	expect(gone.message).toContain('moved or changed');
	expect(damaged('zip', new Error('bad block'), 7).message).toContain('damaged or cut off');
});
