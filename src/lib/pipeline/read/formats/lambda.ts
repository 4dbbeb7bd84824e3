import { headerFormat, LEVEL, type LineFormat, sticky, timed } from './line-format';

/** Node's handlers in AWS Lambda: request and level apart by tabs. */
export const lambda: LineFormat = headerFormat({
	id: 'lambda',
	name: 'AWS Lambda',
	example:
		'2026-11-24T12:00:01.250Z\t7f3c0d5e-1a2b-4c3d-8e9f-0a1b2c3d4e5f\tERROR\tThe order failed',
	header: timed({ after: String.raw`\t(?:[\da-f-]{36}|undefined)\t(${LEVEL})\t` }),
	fields: ([, time = '', level = '']) => ({ time, level })
});

/** What Lambda itself writes around a call: no time, and each line is a row. */
export const lambdaPlatform: LineFormat = headerFormat({
	id: 'lambda-platform',
	name: 'AWS Lambda (start and report)',
	example: 'START RequestId: 7f3c0d5e-1a2b-4c3d-8e9f-0a1b2c3d4e5f Version: $LATEST',
	header: sticky(
		String.raw`(?=(?:(?:START|END|REPORT) RequestId|XRAY TraceId|INIT_START Runtime Version): )`
	),
	fields: () => ({})
});
