import { headerFormat, ISO_TIME, sticky, type LineFormat } from './line-format';

/** `logcli query`: the labels of the stream between time and line. */
export const lokiLabels: LineFormat = headerFormat({
	id: 'loki-labels',
	name: 'Loki (logcli)',
	example: '2026-11-24T12:00:01Z {app="cart", env="prod"} level=warn msg="the stock is low"',
	envelope: true,
	header: sticky(String.raw`(${ISO_TIME}) \{(\w+="[^"\r\n]*"(?:, ?\w+="[^"\r\n]*")*)\} `),
	fields: ([, time = '', labels = '']) => {
		const of = (name: string): string | undefined =>
			new RegExp(`\\b${name}="([^"]*)"`).exec(labels)?.[1];
		return {
			time,
			level: of('level') ?? of('detected_level') ?? '',
			source: of('app') ?? of('service_name') ?? of('container') ?? of('job') ?? ''
		};
	}
});
