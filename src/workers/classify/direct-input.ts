import { InputError } from '../../lib/pipeline/read/input-error';
import type { InputPreview } from '../contracts/classifier';
import { previewInput } from './preview-input';

/**
 * How an input of the JavaScript API is read: a text is a CSV with a header line, a file any log.
 * @throws InputError in plain words when it cannot be, or no column is the message
 */
export async function previewDirect(input: string | File): Promise<InputPreview> {
	const preview =
		typeof input === 'string'
			? await previewInput(input, { kind: 'csv', header: true })
			: await previewInput([{ file: input, name: input.name }], {});
	requireMessage(preview, typeof input === 'string' ? 'CSV' : 'file');
	return preview;
}

function requireMessage({ format, mapping }: InputPreview, what: string): void {
	if (mapping.message !== undefined) return;
	const columns = format.columns.map((name) => `"${name}"`).join(', ');
	throw new InputError(
		`The ${what} has no column for the log message; its columns are ${columns}. Call one of them log_message.`
	);
}
