/** Embeddings one after the other; each may be of several texts, row-major `texts × dimensions`. */
export function joinEmbeddings(parts: readonly Float32Array[]): Float32Array {
	const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}
