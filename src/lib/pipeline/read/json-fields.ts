import { parseLenient } from './lenient-json';

/** A value as a cell: text as it is, nothing for null, anything else as JSON. */
function cellOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	if (isBytes(value)) return textOfBytes(value);
	return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** `journalctl -o json` writes a message with control characters as its bytes. */
const isBytes = (value: unknown): value is number[] =>
	Array.isArray(value) &&
	value.length > 4 &&
	value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);

/** UTF-8; what is none becomes U+FFFD. */
function textOfBytes(bytes: readonly number[]): string {
	const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
	try {
		return decodeURIComponent(escaped);
	} catch {
		return bytes.map((byte) => (byte < 128 ? String.fromCharCode(byte) : '\uFFFD')).join('');
	}
}

/** The object of a raw row, or undefined when it is none. */
export function parseObject(raw: string): Record<string, unknown> | undefined {
	const text = raw.replace(/[\s,]+$/, '');
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
	const cell = cellOf(valueAt(object, path));
	if (cell === '') return cell;
	if (path.endsWith('epochSecond')) return cell + fractionBeside(object, path);
	return isTemplate(path) ? filledIn(cell, object) : cell;
}

/** Serilog's message templates, which it writes in place of the message. */
const isTemplate = (path: string): boolean => path === '@mt' || path === 'MessageTemplate';

/** `Order {Id} failed` with the values of the names. */
function filledIn(template: string, object: Record<string, unknown>): string {
	return template.replace(/\{[@$]?([\w.]+)(?:,-?\d+)?(?::[^{}]*)?\}/g, (hole, name: string) => {
		const value = cellOf(valueAt(object, name) ?? valueAt(object, `Properties.${name}`));
		return value === '' ? hole : value;
	});
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
