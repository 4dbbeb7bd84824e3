/** A model's id for reading; the list of models itself is loaded with the panel only. */
export const llmModelName = (id: string): string =>
	id === 'built-in' ? 'the browser’s own' : id.replace(/\.gguf$|-MLC$/, '');
