import { normaliseName } from '../read/field-names';
import { rowCells, type RowLayout } from '../read/row-cells';

/** Which host each row of a run is from. */
export interface Hosts {
	names: readonly string[];
	/** Position among the names, by row; -1 for a row that names none. */
	ofRow: Int32Array;
}

const NAMES = new Set(['host', 'hostname', 'computer', 'machine', 'machinename', 'node', 'server']);
/** More than these are no hosts that a log is from, but ones that it talks about. */
const MOST_HOSTS = 500;

const SYSLOG_FORMATS = new Set(['syslog', 'syslog-5424', 'syslog-facility', 'cisco']);
/** Priority and time, in any of the forms that syslog has; then the host, and a program behind it. */
const SYSLOG_HOST =
	/^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\S+) ([\w.:-]*[\w.-]) [\w./(-]/;

/** Collects the hosts of a run's rows, in their order. */
export class HostColumn {
	private readonly positions = new Map<string, number>();
	private readonly ofRow: number[] = [];
	private readonly read: ((raw: string) => string | undefined) | undefined;

	constructor(shape: RowLayout) {
		this.read = readerOf(shape);
	}

	/** Whether rows of this form name a host. */
	get isNamed(): boolean {
		return this.read !== undefined;
	}

	add(raw: string): void {
		const name = this.read?.(raw);
		if (name === undefined || name === '') {
			this.ofRow.push(-1);
			return;
		}
		const { size } = this.positions;
		const known = this.positions.get(name);
		if (known === undefined) this.positions.set(name, size);
		this.ofRow.push(known ?? size);
	}

	/** Undefined where rows name none, all the same, or so many that they are no hosts. */
	hosts(): Hosts | undefined {
		const names = [...this.positions.keys()];
		if (names.length < 2 || names.length > MOST_HOSTS) return undefined;
		return { names, ofRow: Int32Array.from(this.ofRow) };
	}
}

function readerOf(shape: RowLayout): ((raw: string) => string | undefined) | undefined {
	const { kind, columns, lineFormats = [] } = shape.format;
	if (kind === 'lines')
		return lineFormats.some((format) => SYSLOG_FORMATS.has(format))
			? (raw) => SYSLOG_HOST.exec(raw)?.[1]
			: undefined;
	const column = columns.findIndex(
		(name, at) => at !== shape.mapping.source && NAMES.has(lastPart(name))
	);
	return column === -1 ? undefined : (raw) => rowCells(shape, raw)[column];
}

/** `resource.host.name` is a host's as well as `host`. */
function lastPart(path: string): string {
	const parts = path.split('.');
	const last = normaliseName(parts.at(-1) ?? '');
	return last === 'name' && parts.length > 1 ? normaliseName(parts.at(-2) as string) : last;
}
