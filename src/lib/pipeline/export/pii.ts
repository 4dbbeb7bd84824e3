import { PII_PATTERNS } from './pii-patterns';

const REPLACEMENTS = PII_PATTERNS.map(({ category, pattern, before = '', after = '' }) => ({
	pattern,
	replacement: `${before}<${category}>${after}`
}));

/**
 * Replaces what may name a person or open a door by its category: addresses (IPv4, IPv6, MAC), e-mails, telephone
 * numbers, ids, tokens and passwords, user names. It works by the form and by the words before, so a bare personal name
 * in a sentence stays; `tests/unit/pipeline/export/pii.test.ts` measures what is missed. Masked text stays masked when masked again.
 */
export function maskPii(text: string): string {
	let masked = text;
	for (const { pattern, replacement } of REPLACEMENTS)
		masked = masked.replace(pattern, replacement);
	return masked;
}
