import { withAudit } from './audit-entry';
import { composedMessage } from './composed-message';
import { normaliseName } from './field-names';
import { cellAt, pathsOf } from './json-fields';
import type { InnerEntry } from './log-entry';

/** An entry with the message that its object has as a whole, where no field of it is one. */
export function wholeEntry(entry: InnerEntry, object: Record<string, unknown>): InnerEntry {
	const audited = withAudit(entry, object);
	if (audited.message !== '') return audited;
	return { ...audited, message: requestIn(object) || JSON.stringify(object) };
}

/** The request or operation that an object tells of, in two parts at least: a path alone leaves too much out. */
function requestIn(object: Record<string, unknown>): string {
	const paths = pathsOf(object);
	const cellOf = (column: number): string => cellAt(object, paths[column] ?? '');
	const names = paths.map((path) => normaliseName(path.slice(path.lastIndexOf('.') + 1)));
	const composed = composedMessage(names, (column) => [cellOf(column)]);
	if (composed?.message === undefined) return '';
	const columns = [composed.message, ...(composed.alsoMessage ?? [])];
	const cells = columns.map(cellOf).filter((cell) => cell.trim() !== '');
	return cells.length > 1 ? cells.join(composed.glue) : '';
}
