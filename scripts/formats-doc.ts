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
const entries = formats.map(({ id, name }) => `## ${name}\n\n\`\`\`text\n${lineOf(id)}\n\`\`\`\n`);
const text = `# Formats of text lines

Made by \`npm run formats\` from the samples in \`tests/fixtures/formats/\`. ${formats.length} formats are recognised by their lines; a file may hold several.

${entries.join('\n')}`;
writeFileSync(new URL('../docs/formats.md', import.meta.url), text);
