import { parseLenient } from './lenient-json';

/** A value as a cell: text as it is, nothing for null, anything else as JSON. */
function cellOf(value: unknown, minBytes = MIN_BYTES): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	if (isBytes(value, minBytes)) return utf8.decode(Uint8Array.from(value));
	return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Numbers in a list that are taken for bytes whatever the field is. */
const MIN_BYTES = 5;

/** `journalctl -o json` writes a message that is not plain UTF-8 as its bytes. */
const isBytes = (value: unknown, atLeast: number): value is number[] =>
	Array.isArray(value) &&
	value.length >= atLeast &&
	value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);

/** What is no UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The object of a raw row, or undefined when it is none. */
export function parseObject(raw: string): Record<string, unknown> | undefined {
	let text = raw.trimEnd();
	while (text.endsWith(',')) text = text.slice(0, -1).trimEnd();
	if (!text.trimStart().startsWith('{')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		const value = parseLenient(text);
		return isRecord(value) ? value : undefined;
	}
}

/** The cell at a dotted path; a name that holds dots itself is found as well. Absent: ''. */
export function cellAt(object: Record<string, unknown>, path: string): string {
	const cell = cellOf(valueAt(object, path), path === 'MESSAGE' ? 1 : MIN_BYTES);
	if (cell === '') return cell;
	if (path.endsWith('epochSecond')) return cell + fractionBeside(object, path);
	return isTemplate(path) ? filledIn(cell, object) : cell;
}

/** Serilog's message templates, which it writes in place of the message. */
const isTemplate = (path: string): boolean => path === '@mt' || path === 'MessageTemplate';

/** `Order {Id} failed` with the values of the names; `{Took:0.0}` as it was rendered. */
function filledIn(template: string, object: Record<string, unknown>): string {
	let formatted = 0;
	return template.replace(
		/\{[@$]?([\w.]+)(?:,-?\d+)?(?::([^{}]*))?\}/g,
		(hole, name: string, format?: string) => {
			const rendered =
				format === undefined ? undefined : renderingOf(object, name, format, formatted++);
			if (typeof rendered === 'string') return rendered;
			const value = cellOf(valueAt(object, name) ?? valueAt(object, `Properties.${name}`));
			return value === '' ? hole : value;
		}
	);
}

/** Compact events list the renderings of what has a format in its order, others by the name. */
function renderingOf(
	{ '@r': inOrder, Renderings: byName }: Record<string, unknown>,
	name: string,
	format: string,
	at: number
): unknown {
	if (Array.isArray(inOrder)) return inOrder[at];
	const found = isRecord(byName) ? byName[name] : undefined;
	if (!Array.isArray(found)) return undefined;
	return found.filter(isRecord).find(({ Format }) => Format === format)?.['Rendering'];
}

/** log4j2 has the nanoseconds of a second in a field of their own. */
function fractionBeside(object: Record<string, unknown>, path: string): string {
	const nanos = valueAt(object, path.replace(/epochSecond$/, 'nanoOfSecond'));
	return typeof nanos === 'number' ? `.${String(nanos).padStart(9, '0')}` : '';
}

function valueAt(object: Record<string, unknown>, path: string): unknown {
	if (Object.hasOwn(object, path)) return object[path];
	for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
		const name = path.slice(0, dot);
		const inner = Object.hasOwn(object, name) ? object[name] : undefined;
		const value = isRecord(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
		if (value !== undefined) return value;
	}
	return undefined;
}

const MAX_DEPTH = 5;

/** Dotted paths of all values of an object that are no objects themselves, in order. */
export function pathsOf(object: Record<string, unknown>, prefix = '', depth = 1): string[] {
	return Object.entries(object).flatMap(([name, value]) =>
		isRecord(value) && depth < MAX_DEPTH && Object.keys(value).length > 0
			? pathsOf(value, `${prefix}${name}.`, depth + 1)
			: [`${prefix}${name}`]
	);
}

/** The fields of a raw row that are at none of the paths, as a JSON object by path; '' when there are none. */
export function otherFields(raw: string, paths: readonly string[]): string {
	const object = parseObject(raw);
	if (!object) return '';
	const others = pathsOf(object).filter((path) => !paths.includes(path));
	if (others.length === 0) return '';
	return JSON.stringify(Object.fromEntries(others.map((path) => [path, valueAt(object, path)])));
}
