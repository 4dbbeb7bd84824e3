import { MAX_BYTES_IN_MEMORY } from '../../lib/pipeline/constants';
import { InputError } from '../../lib/pipeline/read/input-error';
import type { FileReading } from '../../lib/pipeline/read/input-format';
import { fileInside } from './archives/inside';
import { fileBytes } from './file-bytes';
import { unpacked } from './unpack';

/** Whether a file can only be read while no other of its archive or packing is. */
export const isReadInTurn = ({ inside, xz }: Pick<FileReading, 'inside' | 'xz'>): boolean =>
	(inside !== undefined && inside.kind !== 'zip') || xz === true;

/** Such a file taken out and unpacked in memory, so that it can be read beside others. */
export async function heldInMemory(
	file: Blob,
	reading: FileReading
): Promise<{ file: Blob; reading: FileReading }> {
	const { inside, xz, ...rest } = reading;
	const taken = inside ? await fileInside(file, inside) : file;
	if (!xz) return { file: taken, reading: rest };
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	for await (const { bytes } of unpacked(fileBytes(taken), { gzip: false, xz })) {
		size += bytes.length;
		if (size > MAX_BYTES_IN_MEMORY)
			throw new InputError(
				`"${reading.name}" is too large to be merged with files of other formats. Unpack it first.`
			);
		parts.push(bytes);
	}
	return { file: new Blob(parts), reading: rest };
}
