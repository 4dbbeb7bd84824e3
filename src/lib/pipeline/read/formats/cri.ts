import type { LineFormat } from './line-format';

const HEADER =
	/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::[\w:]*)?(?: |(?=[\r\n]|$))/y;

/** What Kubernetes keeps of a container's output. A line that was too long is in parts: `P`, and `F` for the last. */
export const cri: LineFormat = {
	id: 'cri',
	name: 'Kubernetes container log (CRI)',
	example: '2026-11-24T12:00:01.250000000Z stderr F stock is low',
	envelope: true,
	read(text, start, end) {
		HEADER.lastIndex = start;
		const match = HEADER.exec(text);
		if (!match) return undefined;
		const from = HEADER.lastIndex;
		return {
			time: match[1] ?? '',
			level: '',
			source: '',
			start: from,
			message: text.slice(from, end),
			partial: match[3] === 'P',
			stream: match[2] ?? ''
		};
	}
};
