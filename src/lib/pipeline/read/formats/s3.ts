import { headerFormat, type LineFormat, timed } from './line-format';

/** Owner and bucket are ahead of the time. */
export const s3: LineFormat = headerFormat({
	id: 's3',
	name: 'AWS S3 access log',
	example:
		'79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop [24/Nov/2026:12:00:01 +0000] 192.0.2.7 - 3E57 REST.GET.OBJECT a.png "GET /a.png HTTP/1.1" 404 - 113 113 7 6 "-" "curl/8.5" -',
	header: timed({ before: String.raw`[\da-f]{32,64} ([\w.-]+) \[`, after: String.raw`\] ` }),
	fields: ([, source = '', time = '']) => ({ time, source })
});
