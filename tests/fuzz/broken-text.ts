import fc from 'fast-check';
import { FORMAT_SAMPLES } from '../format-samples';
import { logLine } from '../unit/support/log-line';

/** A change of a text: what is taken out at a place, and what is put there. */
interface Edit {
	/** Share of the text's length. */
	at: number;
	remove: number;
	/** Put in so many times. */
	insert: string;
	times: number;
	/** Put in as well: so many characters from another place of the text. */
	copyFrom: number;
	copy: number;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What readers trip over: ends of lines, quotes, brackets, halves, marks, names of properties, times that are none. */
export const NASTY = [
	...['\0', '\r', '\r\n', '\n', '\n\n', '\t', ' ', '  ', '\u0085', '\u2028', '\uFEFF', '\uFFFD'],
	...['"', '""', "'", ',', ';', '|', ':', '=', '\\', '\\"', '\\u12', '`', '%', '%s', '#', '<', '>'],
	...['{', '}', '[', ']', '{"', '":', '[{', '}]', '{}', '[]', '(', ')', 'null', 'NaN', '-', '+'],
	...[
		'\u001b[31m',
		'\u001b',
		'\u009b',
		'\u202e',
		'\u200b',
		'\u{1F600}',
		'e\u0301',
		'\u00e9',
		'\uFF1D'
	],
	...['__proto__', 'constructor', 'toString', '1e999', '-1', '0', '99999999999999999999'],
	...['2026-02-30', '24:61:61', '0000-00-00T00:00:00Z', '9999-12-31 23:59:59', '1732438800'],
	...['275760-09-13', '12/31/69', '<34>', '<999>1', 'level=', 'ERROR', '\tat a.b(C.java:1)', '...'],
	...['=1+1', '@x', 'password=', '10.0.0.7', 'a@b.example', '/home/x', 'CEF:0|', 'time=', '---']
];

const edit: fc.Arbitrary<Edit> = fc.record({
	at: share,
	remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(30)),
	insert: fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...NASTY) },
		fc.string({ unit: 'binary', maxLength: 4 }),
		fc.constant('')
	),
	times: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.nat(60)),
	copyFrom: share,
	copy: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(80))
});

const edited = (text: string, { at, remove, insert, times, copyFrom, copy }: Edit): string => {
	const place = Math.round(at * text.length);
	const from = Math.round(copyFrom * text.length);
	const added = insert.repeat(times) + text.slice(from, from + copy);
	return text.slice(0, place) + added + text.slice(place + remove);
};

const samples = FORMAT_SAMPLES.map(({ text }) => text);
const sample = fc.constantFrom(...samples);

/** The lines of some samples, mixed. */
const mixed = fc.array(fc.tuple(sample, fc.nat(30)), { minLength: 2, maxLength: 5 }).map((parts) =>
	parts
		.map(([text, line]) => {
			const lines = text.split('\n');
			return lines.slice(line % lines.length, (line % lines.length) + 3).join('\n');
		})
		.join('\n')
);

const plain = fc.oneof(
	fc.array(logLine, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n')),
	fc.array(fc.constantFrom(...NASTY), { maxLength: 30 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 60 })
);

/** Text of log files of every format, broken in places. It holds no half of a character: a decoder gives none. */
export const brokenText: fc.Arbitrary<string> = fc
	.tuple(
		fc.oneof({ weight: 5, arbitrary: sample }, { weight: 2, arbitrary: mixed }, plain),
		fc.array(edit, { maxLength: 5 })
	)
	.map(([text, edits]) => edits.reduce(edited, text).replace(/\p{Surrogate}/gu, '\uFFFD'));

/** A message as a line of a log, or whatever else may stand there. */
export const brokenMessage: fc.Arbitrary<string> = fc
	.tuple(
		fc.oneof(
			logLine,
			sample.map((text) => text.slice(0, 400)),
			plain
		),
		fc.array(edit, { maxLength: 4 })
	)
	.map(([text, edits]) => edits.reduce(edited, text));
