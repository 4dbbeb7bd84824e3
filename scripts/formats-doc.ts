import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { LINE_FORMATS } from '../src/lib/pipeline/read/formats';

/** Writes `docs/formats.md`: every format of text lines with a line of its sample. */
const FOLDER = new URL('../tests/fixtures/formats/', import.meta.url);

interface Sample {
	formats?: string[];
}

/** The first line that a format reads, of the sample that has the fewest formats. */
function lineOf(id: string): string {
	const samples = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.expected.json'))
		.map((name) => ({
			name: name.replace('.expected.json', ''),
			...(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Sample)
		}))
		.filter(({ formats = [] }) => formats.includes(id))
		.sort((a, b) => (a.formats?.length ?? 0) - (b.formats?.length ?? 0));
	const format = LINE_FORMATS.find((one) => one.id === id);
	for (const { name } of samples)
		for (const line of readFileSync(new URL(name, FOLDER), 'utf8').split('\n'))
			if (format?.read(line, 0, line.length)) return line;
	throw new Error(`No sample has a line of ${id}`);
}

const formats = [...LINE_FORMATS].sort((a, b) => a.name.localeCompare(b.name, 'en'));
const entries = formats.map(({ id, name }) => `### ${name}\n\n\`\`\`text\n${lineOf(id)}\n\`\`\`\n`);
const text = `# Formats

## Files

| file | how it is read |
| --- | --- |
| \`.log\`, \`.txt\` and any other text | by its lines, see below; UTF-8, UTF-16, UTF-32 and older encodings are recognised |
| \`.csv\`, \`.tsv\`, framed and padded tables | by its header |
| \`.json\`, JSON Lines, objects with an array of events | by their fields |
| \`.xlsx\`, \`.parquet\` | as tables; of Excel the first sheet |
| Windows events as XML | one row an event |
| \`.gz\`, \`.zst\`, \`.bz2\`, \`.xz\` | unpacked while they are read |
| \`.zip\`, \`.tar\`, \`.tar.gz\`, \`.tgz\`, \`.tar.bz2\`, \`.tar.xz\`, \`.7z\` | as the files in them, which may be packed themselves; those that look like logs unless you choose |

Several files of one format are read one after the other. Files of several formats are merged by time: rows of a file stay in
its order and an event of several lines stays whole, a row without a time stays behind the one before it, files without times
come last, and at equal times the file names decide. A row whose format names no source has its file's name as source.

A JSON object in the message of a line, of a table's row or of another object (what containers and daemons write around it:
CRI, Docker, syslog) gives level, message and source, and the time where the line has none. Its other fields, nested ones too,
are columns: they are shown with the row, can be filtered by and are in exports.

## Formats of text lines

Made by \`npm run formats\` from the samples in \`tests/fixtures/formats/\`. ${formats.length} formats are recognised by their lines; a file may hold several.

${entries.join('\n')}`;
writeFileSync(new URL('../docs/formats.md', import.meta.url), text);
