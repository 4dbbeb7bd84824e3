/** An input that cannot be read at all; the message says what is wrong and what to do. */
export class InputError extends Error {
	override name = 'InputError';
}
