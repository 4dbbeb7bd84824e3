import { Kernels, type KernelExports } from '../../../lib/pipeline/kernels/kernels';
import { KERNELS } from './module';

/**
 * Kernels with a memory of their own. Compiled at once: the module has a few kilobytes.
 * @returns undefined where WebAssembly or its SIMD is missing, and TypeScript does the same
 */
export function loadKernels(): Kernels | undefined {
	try {
		const bytes = Uint8Array.from(atob(KERNELS), (char) => char.charCodeAt(0));
		const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
		return new Kernels(exports as unknown as KernelExports);
	} catch {
		return undefined;
	}
}
