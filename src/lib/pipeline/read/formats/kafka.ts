import { ISO_TIME, LEVEL, sticky, type LineFormat } from './line-format';

const HEADER = sticky(String.raw`\[(${ISO_TIME})\] (${LEVEL}) +`);
const LOGGER = / \(([\w$]+(?:\.[\w$]+)+)\)\s*$/;

/** Kafka's and ZooKeeper's layout: the logger stands in brackets behind the message. */
export const kafka: LineFormat = {
	id: 'kafka',
	name: 'Kafka (logger at the end)',
	example: '[2026-11-24 12:00:01,250] WARN Partition 3 has no leader (kafka.controller.Controller)',
	read(text, start, end) {
		HEADER.lastIndex = start;
		const match = HEADER.exec(text);
		if (!match || HEADER.lastIndex > end) return undefined;
		const from = HEADER.lastIndex;
		const rest = text.slice(from, end);
		const logger = LOGGER.exec(rest);
		if (!logger) return undefined;
		return {
			time: match[1] ?? '',
			level: match[2] ?? '',
			source: logger[1] ?? '',
			start: from,
			message: rest.slice(0, logger.index)
		};
	}
};
