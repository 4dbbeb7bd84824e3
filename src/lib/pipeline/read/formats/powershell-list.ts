import { headerFormat, type LineFormat, sticky, timed } from './line-format';

const valueOf = (text: string, name: string): string | undefined =>
	new RegExp(`^[ \\t]*(?:${name})[ \\t]*:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim();
const present = (fields: Record<string, string | undefined>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
	);

/** `Get-WinEvent | Format-List`: a field a line, the message last and perhaps over several lines. */
export const powershellList: LineFormat = headerFormat({
	id: 'powershell-list',
	name: 'Windows events as a list (PowerShell)',
	example:
		'TimeCreated  : 11/24/2026 12:00:01 PM\nProviderName : Shop\nId           : 17\nMessage      : The stock is low',
	header: timed({ before: String.raw`TimeCreated +: `, after: String.raw`[ \t]*(?=[\r\n]|$)` }),
	open: true,
	fields: ([, time = '']) => ({ time }),
	whole: (text) => {
		const message = /^Message +: ([^]*)/m.exec(text)?.[1]?.trimEnd();
		return present({
			level: valueOf(text, 'LevelDisplayName'),
			source: valueOf(text, 'ProviderName'),
			message: message?.replace(/\r?\n {4,}/g, ' ')
		});
	}
});

/** `wevtutil qe /f:text`: a numbered record, the description below its last field. */
export const wevtutil: LineFormat = headerFormat({
	id: 'wevtutil',
	name: 'Windows events as text (wevtutil)',
	example:
		'Event[0]:\n  Log Name: System\n  Source: Shop\n  Date: 2026-11-24T12:00:01.250\n  Level: Error\n  Description:\nThe stock is low',
	header: sticky(String.raw`Event\[\d+\]:?[ \t]*(?=[\r\n]|$)`),
	open: true,
	fields: () => ({}),
	whole: (text) =>
		present({
			time: valueOf(text, 'Date'),
			level: valueOf(text, 'Level'),
			source: valueOf(text, 'Source'),
			message: /^[ \t]*Description:\s*([^]*)/m.exec(text)?.[1]?.trimEnd()
		})
});
