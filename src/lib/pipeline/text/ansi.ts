// eslint-disable-next-line no-control-regex -- an ANSI sequence starts with the escape control character
const ANSI = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** A text without the sequences that colour it in a terminal. */
export const withoutAnsi = (text: string): string =>
	text.includes('\u001b') ? text.replace(ANSI, '') : text;
