import type { ScannedTable } from './scanned-rows';

/** Positions of rows and cells in arrays that grow by doubling: a push for each number costs several times as much. */
export class RowPositions {
	count = 0;
	private starts: Int32Array<ArrayBuffer>;
	private ends: Int32Array<ArrayBuffer>;
	private cellCounts: Int32Array<ArrayBuffer>;
	private cells: Int32Array<ArrayBuffer>;
	private readonly width: number;

	constructor(slots: number, capacity: number) {
		this.width = slots * 2;
		this.starts = new Int32Array(capacity);
		this.ends = new Int32Array(capacity);
		this.cellCounts = new Int32Array(capacity);
		this.cells = new Int32Array(capacity * this.width);
	}

	/** Makes room for a row, without cells. It counts only once it has ended. */
	begin(): void {
		if (this.count === this.starts.length) this.grow();
		const from = this.count * this.width;
		this.cells.fill(-1, from, from + this.width);
	}

	setCell(slot: number, start: number, end: number): void {
		const at = this.count * this.width + slot * 2;
		this.cells[at] = start;
		this.cells[at + 1] = end;
	}

	end(start: number, end: number, cells: number): void {
		this.starts[this.count] = start;
		this.ends[this.count] = end;
		this.cellCounts[this.count++] = cells;
	}

	columns(): Pick<ScannedTable, 'starts' | 'ends' | 'cellCounts' | 'cells'> {
		const { count } = this;
		return {
			starts: this.starts.subarray(0, count),
			ends: this.ends.subarray(0, count),
			cellCounts: this.cellCounts.subarray(0, count),
			cells: this.cells.subarray(0, count * this.width)
		};
	}

	private grow(): void {
		const doubled = (from: Int32Array): Int32Array<ArrayBuffer> => {
			const to = new Int32Array(from.length * 2);
			to.set(from);
			return to;
		};
		this.starts = doubled(this.starts);
		this.ends = doubled(this.ends);
		this.cellCounts = doubled(this.cellCounts);
		this.cells = doubled(this.cells);
	}
}
