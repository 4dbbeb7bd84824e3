const TOKEN =
	/\s+|[{}[\]:,]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?(?:\d[\w.+-]*|Infinity)|[A-Za-z_]\w*/sy;
const WORDS: Record<string, string> = {
	None: 'null',
	True: 'true',
	False: 'false',
	NaN: 'null',
	Infinity: 'null',
	'-Infinity': 'null',
	undefined: 'null'
};

/**
 * Objects as programs print them that mean to write JSON: Python's dictionaries, `NaN`, a comma before the end.
 *
 * @returns undefined where it is no such object
 */
export function parseLenient(text: string): unknown {
	const parts: string[] = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.length) {
		const [token] = TOKEN.exec(text) ?? [];
		if (token === undefined) return undefined;
		if ((token === '}' || token === ']') && parts.at(-1) === ',') parts.pop();
		if (token.trim() !== '') parts.push(jsonToken(token));
	}
	try {
		return JSON.parse(parts.join(''));
	} catch {
		return undefined;
	}
}

function jsonToken(token: string): string {
	if (token.startsWith("'")) {
		const inner = token.slice(1, -1).replace(/\\'/g, "'").replace(/"/g, '\\"');
		return `"${inner.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1')}"`;
	}
	return Object.hasOwn(WORDS, token) ? (WORDS[token] ?? token) : token;
}
