import { describe, expect, it } from 'vitest';
import { requestGroups } from '../../../../src/lib/page/request-kinds';

const SITE = 'https://logs.example/winnow/';
const kindOf = (url: string): string | undefined => requestGroups([url], SITE)[0]?.name;

describe('requestGroups', () => {
	it.each([
		['', 'Pages'],
		['run/?id=x', 'Pages'],
		['404.html', 'Pages'],
		['_app/immutable/chunks/a.js', "Winnow's code"],
		['_app/immutable/workers/reader.worker-1.js', "Winnow's code"],
		['theme.js', "Winnow's code"],
		['_app/version.json', 'Version'],
		['ort/ort-wasm-simd-threaded.wasm', 'Encoder'],
		['models/all-MiniLM-L6-v2/onnx/model_quantized.onnx', 'Encoder'],
		['models/default.bundle.json', 'Categories'],
		['_app/immutable/workers/llm-wllama.worker-1.js', 'Language model'],
		['llm/wllama.wasm', 'Language model'],
		['sample.csv', 'Sample'],
		['icons/icon.svg', 'Icons'],
		['ours.json', 'Other files of this site'],
		['/elsewhere-on-this-host.js', 'Other files of this site']
	])('says what %s is for', (path, name) => {
		expect(kindOf(new URL(path, SITE).href)).toBe(name);
	});

	it('shows other sites first and whole, also another port and another protocol', () => {
		const urls = [
			`${SITE}theme.js`,
			'https://huggingface.co/a/b.gguf?download=true',
			'https://logs.example:8443/winnow/theme.js',
			'http://logs.example/winnow/theme.js'
		];
		expect(requestGroups(urls, SITE).map(({ name, files }) => [name, files])).toEqual([
			['Other sites', [...urls.slice(1)].sort()],
			["Winnow's code", ['theme.js']]
		]);
	});
});
