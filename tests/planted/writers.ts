import type { MadeRow } from './scene';

/** A form that logs are written in. */
export interface Writer {
	/** How its files end. */
	ending: string;
	/** Whether it names the host. */
	hosts?: true;
	write: (rows: readonly MadeRow[]) => string;
}

const iso = (time: number): string => new Date(time).toISOString();
const plain = (time: number, mark = ','): string =>
	iso(time).slice(0, 23).replace('T', ' ').replace('.', mark);
const two = (value: number): string => String(value).padStart(2, ' ');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function bsd(time: number): string {
	const date = new Date(time);
	return `${MONTHS[date.getUTCMonth()] as string} ${two(date.getUTCDate())} ${iso(time).slice(11, 19)}`;
}

const lines =
	(line: (row: MadeRow) => string) =>
	(rows: readonly MadeRow[]): string =>
		rows.map((row) => `${line(row)}\n`).join('');

export const WRITERS: Record<string, Writer> = {
	syslog: {
		ending: 'log',
		hosts: true,
		write: lines(
			({ time, host, program, message }) => `${bsd(time)} ${host} ${program}[812]: ${message}`
		)
	},
	log4j: {
		ending: 'log',
		write: lines(
			({ time, level, program, message }) =>
				`${plain(time)} ${level.padEnd(5)} [main] org.example.${program}: ${message}`
		)
	},
	json: {
		ending: 'jsonl',
		hosts: true,
		write: lines(({ time, host, program, level, message }) =>
			JSON.stringify({
				time: iso(time),
				level: level.toLowerCase(),
				service: program,
				host,
				msg: message
			})
		)
	},
	csv: {
		ending: 'csv',
		write: (rows) =>
			`timestamp,source,level,log_message\n${rows
				.map(
					({ time, program, level, message }) =>
						`${plain(time, '.')},${program},${level},"${message.replaceAll('"', '""')}"\n`
				)
				.join('')}`
	},
	logfmt: {
		ending: 'log',
		write: lines(
			({ time, program, level, message }) =>
				`time=${iso(time)} level=${level.toLowerCase()} app=${program} msg="${message}"`
		)
	}
};

/** `127.0.0.1 - - [10/Oct/2026:13:55:36 +0000] "GET …`: of rows whose messages are requests. */
export const ACCESS: Writer = {
	ending: 'log',
	write: lines(({ time, message }) => {
		const date = new Date(time);
		const day = `${String(date.getUTCDate()).padStart(2, '0')}/${MONTHS[date.getUTCMonth()] as string}/${date.getUTCFullYear()}`;
		const [address = '', ...request] = message.split(' ');
		return `${address} - - [${day}:${iso(time).slice(11, 19)} +0000] ${request.join(' ')}`;
	})
};
