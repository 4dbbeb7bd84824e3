import fc from 'fast-check';

const number = fc.nat(9_999_999).map(String);
const hex = fc.stringMatching(/^[0-9a-f]{8,16}$/);
const host = fc.constantFrom('db1.corp.com', 'web-07.eu.internal', 'localhost', 'mail.example.org');
const ip = fc.ipV4();
const path = fc.constantFrom(
	'/var/log/app.log',
	'C:\\Temp\\a.tmp',
	'~/x',
	'src/main/Foo.java',
	'/'
);
const value = fc.oneof(
	number,
	hex,
	host,
	ip,
	path,
	fc.ipV6(),
	fc.uuid(),
	fc.webUrl({ withQueryParameters: true }),
	fc.emailAddress(),
	fc.tuple(ip, number).map(([address, port]) => `${address}:${port}`),
	fc.constantFrom('12:30:45', '2024-01-02T10:11:12.123Z', '15ms', '3.5GB', '97%', 'v1.2.3', '#42'),
	fc.constantFrom('org.acme.web.Main', 'readTimeout', 'user_name', 'blk_-160899968', 'Thread-12')
);
const word = fc.constantFrom(
	...'error failed to connect with the session of user closed timeout retry request took bytes from while reading denied OK WARN service started cannot'.split(
		' '
	)
);
const part = fc.oneof(
	{ weight: 4, arbitrary: word },
	{ weight: 2, arbitrary: value },
	fc.tuple(word, value).map(([key, value]) => `${key}=${value}`),
	fc.tuple(word, value).map(([key, value]) => `${key}: ${value},`),
	value.map((value) => `"${value}"`),
	value.map((value) => `'${value}'`),
	value.map((value) => `[${value}]`),
	value.map((value) => `(${value})`),
	fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
	fc.tuple(word, value).map(([key, value]) => `{"${key}":"${value}"}`),
	fc.tuple(value, value).map(([a, b]) => `${a}/${b}`),
	fc.tuple(value, value).map(([a, b]) => `${a}-${b}`)
);
const time = fc.constantFrom(
	'',
	'2024-01-02 10:11:12,123 ',
	'Jan  2 10:11:12 ',
	'[2024-01-02T10:11:12Z] ',
	'<34>',
	'\u001b[32mINFO\u001b[0m '
);
const separator = fc.constantFrom(' ', ' ', ' ', ', ', ': ', ' - ', '; ', '\n', '\t', ' | ');

/** A line as log writers write it: a time, words, and values in all the places where values stand. */
export const logLine: fc.Arbitrary<string> = fc
	.tuple(time, fc.array(fc.tuple(part, separator), { minLength: 1, maxLength: 14 }))
	.map(([time, parts]) => time + parts.flat().join('').trimEnd());
