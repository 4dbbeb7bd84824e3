/** At most `most` of the rows, evenly spread. */
export function spreadOver(rows: Uint32Array, most: number): Uint32Array {
	if (rows.length <= most) return rows;
	return Uint32Array.from(
		{ length: most },
		(_, at) => rows[Math.floor((at * rows.length) / most)] as number
	);
}
