import type { LineFormat } from './line-format';

/** Docker's `json-file` driver. A line that was too long is in parts, of which only the last ends with a line break. */
export const dockerJson: LineFormat = {
	id: 'docker-json',
	name: 'Docker container log (json-file)',
	example: '{"log":"stock is low\\n","stream":"stderr","time":"2026-11-24T12:00:01.25Z"}',
	envelope: true,
	read(text, start, end) {
		if (!text.startsWith('{"log":"', start)) return undefined;
		const record = parsedRecord(text.slice(start, end));
		if (!record) return undefined;
		const { log, time, stream } = record;
		return {
			time,
			level: '',
			source: '',
			start,
			message: log.replace(/\r?\n$/, ''),
			partial: !log.endsWith('\n'),
			stream
		};
	}
};

function parsedRecord(json: string): Record<'log' | 'time' | 'stream', string> | undefined {
	try {
		const { log, time, stream } = JSON.parse(json) as Record<string, unknown>;
		if (typeof log !== 'string' || typeof time !== 'string') return undefined;
		return { log, time, stream: typeof stream === 'string' ? stream : '' };
	} catch {
		return undefined;
	}
}
