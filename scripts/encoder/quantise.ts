/** Symmetric 8-bit quantisation of weight matrices, and the reading of 4-bit ones. */

/** Rows of 8-bit integers; row r stands for `values[r * width …] * scales[r]`. */
export interface QuantisedRows {
	/** `rows × width`, row-major, each in −127 … 127. */
	readonly values: Int8Array;
	/** One positive scale per row. */
	readonly scales: Float32Array;
}

const LARGEST = 127;

/**
 * Rounds every row to 8-bit integers under a scale of its own (largest magnitude ↦ 127).
 *
 * @param matrix row-major, a whole number of rows
 * @param width numbers in a row
 * @throws when the matrix is not a whole number of rows
 */
export function quantiseRows(matrix: Float32Array, width: number): QuantisedRows {
	const rows = matrix.length / width;
	if (!Number.isInteger(rows))
		throw new Error(`${matrix.length} numbers are not rows of ${width}.`);
	const values = new Int8Array(matrix.length);
	const scales = new Float32Array(rows);
	for (let row = 0; row < rows; row++) {
		const source = matrix.subarray(row * width, (row + 1) * width);
		scales[row] = rowScale(source);
		const scale = scales[row]!;
		for (let i = 0; i < width; i++) values[row * width + i] = Math.round(source[i]! / scale);
	}
	return { values, scales };
}

/** The scale that maps the row's largest magnitude to 127; 1 for a row of zeros, so nothing divides by 0. */
function rowScale(row: Float32Array): number {
	let largest = 0;
	for (const value of row) largest = Math.max(largest, Math.abs(value));
	return largest === 0 ? 1 : largest / LARGEST;
}

/**
 * Expands the weights of ONNX Runtime's `MatMulNBits` (4 bits, no zero points: 8 stands for 0).
 *
 * @param packed `outputs × blocks × blockSize / 2` bytes, the lower half of a byte first
 * @param scales `outputs × blocks`
 * @returns `outputs × inputs`, row-major
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md (MatMulNBits)
 */
export function expandFourBit(
	packed: Uint8Array,
	scales: Float32Array,
	blockSize: number
): Float32Array {
	if (packed.length * 2 !== scales.length * blockSize) {
		throw new Error(
			`${packed.length} bytes of 4-bit weights do not fit ${scales.length} blocks of ${blockSize}.`
		);
	}
	const weights = new Float32Array(packed.length * 2);
	for (let i = 0; i < packed.length; i++) {
		const scale = scales[Math.floor((2 * i) / blockSize)]!;
		weights[2 * i] = ((packed[i]! & 15) - 8) * scale;
		weights[2 * i + 1] = ((packed[i]! >> 4) - 8) * scale;
	}
	return weights;
}

/** Turns `rows × columns` into `columns × rows`. */
export function transpose(matrix: Int8Array, rows: number, columns: number): Int8Array {
	const result = new Int8Array(matrix.length);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			result[column * rows + row] = matrix[row * columns + column]!;
		}
	}
	return result;
}
