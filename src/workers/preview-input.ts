import type { FileReading, InputFormat } from '../lib/pipeline/input-format';
import { sniffInput, sourceOfFile } from '../lib/pipeline/sniff';
import type { InputFile, InputPreview } from './contracts';
import { readSample } from './read-text';

/**
 * What an input looks like before it is classified. The first file decides how all are read.
 *
 * @param format what the user chose; taken as given
 */
export async function previewInput(
	input: readonly InputFile[] | string,
	format: Partial<InputFormat>
): Promise<InputPreview> {
	const parts = typeof input === 'string' ? [pastedText(input)] : input;
	const samples = await Promise.all(parts.map(({ file }) => readSample(file, format.encoding)));
	const files = parts.map(({ file, name }, at): FileReading => {
		const { encoding, gzip } = samples[at] as (typeof samples)[number];
		const common = { name, source: sourceOfFile(name), encoding, gzip };
		return typeof file === 'string'
			? { ...common, bytes: file.length }
			: { ...common, bytes: file.size, modified: file.lastModified };
	});
	const [first] = samples;
	const [{ name, encoding, gzip } = { name: '', encoding: 'utf-8', gzip: false }] = files;
	const sniffed = sniffInput(first?.text ?? '', first?.complete ?? true, name, {
		...format,
		encoding,
		gzip
	});
	return { ...sniffed, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const pastedText = (text: string): { file: string; name: string } => ({
	file: text,
	name: 'pasted.txt'
});
