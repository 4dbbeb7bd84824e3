import type { LlmAnswerSchema } from './engine';

/**
 * The schema as a grammar of llama.cpp (GBNF) that leaves no choice but the label and the reason: no white space, and
 * every key as it stands. What the library makes of a JSON schema lets a model spend half of its tokens on white space.
 */
export function compactGrammar({ properties }: LlmAnswerSchema): string {
	const { label, reason } = properties;
	const names = label.enum.map((name) => literal(JSON.stringify(name))).join(' | ');
	if (!reason) return `root ::= "{\\"label\\":" label "}"\nlabel ::= ${names}\n`;
	return [
		'root ::= "{\\"label\\":" label ",\\"reason\\":" reason "}"',
		`label ::= ${names}`,
		`reason ::= "\\"" char{0,${reason.maxLength}} "\\""`,
		// A JSON string without escapes but those of quotation mark and backslash.
		'char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ["\\\\]',
		''
	].join('\n');
}

/** A text as the grammar writes it. */
const literal = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
