import { detectEncoding } from '../../lib/pipeline/read/encoding';
import { InputError } from '../../lib/pipeline/read/input-error';
import { fileBytes } from './file-bytes';
import type { TableRecords } from './table-records';
import { textDecoder } from './text-decoder';
import { readBytes } from './read-bytes';

/** What all events of Windows say of themselves. */
const NAMESPACE = 'schemas.microsoft.com/win/2004/08/events';
/** Names as `Get-WinEvent | Export-Csv` writes them, so that they mean the same. */
const COLUMNS = [
	'TimeCreated',
	'Level',
	'ProviderName',
	'EventID',
	'Computer',
	'Message',
	'EventData'
];
/** Characters of one event at most. */
const MAX_EVENT_CHARS = 4 * 2 ** 20;

/** Bytes in which the first event begins. */
const HEAD_BYTES = 1_024;

/** @param start the first bytes of a file */
export function isWindowsEvents(start: Uint8Array): boolean {
	const head = Uint8Array.from(start.subarray(0, HEAD_BYTES));
	const text = textDecoder(detectEncoding(head)).decode(head, { stream: true });
	return /^\s*(?:<\?xml[^>]*>\s*)?<Events?[\s>]/.test(text) && text.includes(NAMESPACE);
}

/** The events of a file that `wevtutil /f:xml` or Event Viewer has written, one record each. */
export async function* windowsEventRows(file: Blob): AsyncGenerator<TableRecords> {
	yield { records: [COLUMNS], share: 0 };
	const start = new Uint8Array(await readBytes(file.slice(0, 2 ** 16)));
	const decoder = textDecoder(detectEncoding(start));
	let text = '';
	for await (const { bytes, bytesRead } of fileBytes(file)) {
		text += decoder.decode(bytes, { stream: true });
		const end = text.lastIndexOf(EVENT_END);
		if (end === -1 && text.length > MAX_EVENT_CHARS)
			throw new InputError(
				'The file begins as events of Windows do, but no event in it ends. Export it again.'
			);
		if (end === -1) continue;
		const whole = text.slice(0, end + EVENT_END.length);
		text = text.slice(whole.length);
		const records = Array.from(whole.matchAll(EVENT), ([event]) => recordOf(event));
		yield { records, share: bytesRead / file.size };
	}
}

const EVENT_END = '</Event>';
const EVENT = /<Event[\s>][\s\S]*?<\/Event>/g;

function recordOf(event: string): string[] {
	const [system = ''] = /<System>[\s\S]*?<\/System>/.exec(event) ?? [];
	const [rendered = ''] = /<RenderingInfo[\s>][\s\S]*?<\/RenderingInfo>/.exec(event) ?? [];
	const id = textIn(system, 'EventID');
	const data = dataOf(event);
	return [
		attributeOf(system, 'TimeCreated', 'SystemTime'),
		textIn(rendered, 'Level') || textIn(system, 'Level'),
		attributeOf(system, 'Provider', 'Name'),
		id,
		textIn(system, 'Computer'),
		textIn(rendered, 'Message') || `Event ${id}${data === '' ? '' : `: ${data}`}`,
		data
	];
}

/** `TargetUserName=admin, LogonType=3`, where an event has no text of its own. */
function dataOf(event: string): string {
	const [data = ''] = /<(EventData|UserData)[\s>][\s\S]*?<\/\1>/.exec(event) ?? [];
	return Array.from(
		data.matchAll(/<Data(?:\s+Name=(?:"([^"]*)"|'([^']*)'))?[^>]*>([^<]*)<\/Data>/g),
		([, double, single, value = '']) => {
			const name = double ?? single;
			return decoded(name === undefined ? value : `${name}=${value}`);
		}
	).join(', ');
}

function textIn(xml: string, name: string): string {
	const found = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml);
	return decoded(found?.[1] ?? '').trim();
}

function attributeOf(xml: string, element: string, name: string): string {
	const found = new RegExp(`<${element}\\s(?:[^>]*\\s)?${name}=(?:"([^"]*)"|'([^']*)')`).exec(xml);
	return decoded(found?.[1] ?? found?.[2] ?? '');
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
	text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
		if (name !== undefined) return ENTITIES[String(name)] ?? whole;
		const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
