import { ANY_LEVEL, headerFormat, type LineFormat, sticky, timed } from './line-format';

const SECOND = sticky(String.raw`(${ANY_LEVEL}): `);

/** The formatter that `java.util.logging` comes with: time, class and method on one line, level and message on the next. */
export const jul: LineFormat = headerFormat({
	id: 'jul',
	name: 'java.util.logging (two lines)',
	example: 'Nov 24, 2026 12:00:01 PM org.example.Cart order\nWARNING: Stock is low',
	header: timed({ after: String.raw` ([\w$]+(?:\.[\w$]+)+)(?: [\w$<>]+)?[ \t]*(?=[\r\n]|$)` }),
	fields: ([, time = '', source = '']) => ({ time, source }),
	second(text, start, end) {
		SECOND.lastIndex = start;
		const match = SECOND.exec(text);
		if (!match || SECOND.lastIndex > end) return undefined;
		return { time: '', level: match[1] ?? '', source: '', start: SECOND.lastIndex };
	}
});
