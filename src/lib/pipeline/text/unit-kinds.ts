/** Kinds of UTF-16 units as the shape of a message tells them apart. */

export const DIGIT = 1;
export const HEX_LETTER = 2;
export const LETTER = 4;
/** May join the parts of a date, a time, an address or a name. Everything beyond ASCII counts as one. */
export const JOINT = 8;
const KIND = new Uint8Array(2 ** 16).fill(JOINT);
for (let code = 0; code < 128; code++) {
	const char = String.fromCharCode(code);
	KIND[code] = 0;
	if (/\d/.test(char)) KIND[code] = DIGIT;
	else if (/[a-f]/i.test(char)) KIND[code] = HEX_LETTER;
	else if (/[a-z]/i.test(char)) KIND[code] = LETTER;
	else if ('.:-/_,+@%$~\\'.includes(char)) KIND[code] = JOINT;
}
export const ALNUM = DIGIT | HEX_LETTER | LETTER;
/** What a UTF-16 unit is, as bits. */
export const kindOf = (code: number): number => KIND[code] as number;
