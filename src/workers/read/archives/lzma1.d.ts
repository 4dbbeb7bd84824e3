/** The package lzma1 has its sources in place of types, and these are not as strict as ours: `paths` leads here. */

/** Unpacks a `.lzma` file: its properties, its size, its data. */
export function decompress(packed: Uint8Array): Uint8Array;
