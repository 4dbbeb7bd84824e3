/**
 * How far folding brings real files down, since that decides the cost: each distinct canonical text is embedded once.
 * Usage: npm run folding -- FILE [FILE ...]
 */
import { basename } from 'node:path';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { shapeOf } from '../src/lib/pipeline/canonical/message-shape';
import { RuleSet } from '../src/lib/pipeline/rules/rules';
import { DEFAULT_RULES } from './default-rules';
import { readMessages } from './raw-messages';

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Usage: npm run folding -- FILE [FILE ...]');
const rules = new RuleSet(DEFAULT_RULES);
console.table(files.map(countFile));

function countFile(path: string) {
	const messages = readMessages(path);
	const byRule = messages.filter((message) => rules.match(message, '') !== undefined).length;
	const open = messages.filter((message) => rules.match(message, '') === undefined);
	return {
		file: basename(path),
		rows: messages.length,
		'distinct messages': distinct(messages, (message) => message),
		'numbers masked': distinct(messages, (message) => message.replace(/\d+/g, '#')),
		shapes: distinct(messages, shapeOf),
		'canonical texts': distinct(messages, canonicalise),
		'rows by rule': byRule,
		'to embed': distinct(open, canonicalise)
	};
}

function distinct(messages: readonly string[], key: (message: string) => string): number {
	return new Set(messages.map(key)).size;
}
