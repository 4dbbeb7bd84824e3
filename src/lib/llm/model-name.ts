/** A model's id for reading; the list of models itself is loaded with the panel only. */
export const llmModelName = (id: string): string =>
	id === 'built-in' ? 'the browser’s own' : id.replace(/\.gguf$|-MLC$/, '');

const ENGINES: Readonly<Record<string, string>> = {
	webllm: 'WebLLM on the graphics processor',
	wllama: 'llama.cpp on the processor',
	'built-in': 'the browser'
};

/** What ran a model, for reading. */
export const llmEngineName = (id: string): string => ENGINES[id] ?? id;
