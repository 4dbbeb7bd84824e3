import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { MAX_CANONICAL_CHARS } from '../../../../src/lib/pipeline/constants';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { severityOf } from '../../../../src/lib/pipeline/canonical/severity';
import { logLine } from '../../support/log-line';

describe('shapeOf', () => {
	it.each([
		['read 4096 bytes in 7 ms', 'read 9 bytes in 9 ms'],
		['peer 10.251.0.19:50010 gone', 'peer 9.9.9.9:9 gone'],
		['version 1.2.3.12345', 'version 9.9.9.99999'],
		['block blk_-1608999687919862906 stored', 'block blk_-99999 stored'],
		['at 0x7ffe12ab and 3f9a1c77', 'at 0x9 and a99999'],
		['id 123e4567-e89b-12d3-a456-426614174000 ok', 'id 99999999-9999-9999-9999-999999999999 ok'],
		['id deadbeef-e89b-12d3-a456-426614174000 ok', 'id 99999999-9999-9999-9999-999999999999 ok'],
		['2024-01-12T10:11:12.123Z up', '9999-99-99T99:99:99.9Z up'],
		['Jan 12 10:11:12 host up', 'Jan 99 99:99:99 host up'],
		['node42 and node7', 'node99 and node9']
	])('of %j is %j', (message, shape) => expect(shapeOf(message)).toBe(shape));

	it.each([
		['"GET / HTTP/1.1" 404 1234', '"GET / HTTP/9.9" 499 9'],
		['status: 503', 'status: 599'],
		['status 4xx', 'status 4xx'],
		['0 errors, 3 warnings', '0 errors, 9 warnings'],
		['errors:0', 'errors:0'],
		['errors: 0, skipped: 7.', 'errors: 0, skipped: 9.'],
		['<13>up', '<13>up'],
		['level=3 disk', 'level=3 disk']
	])('keeps what means something in %j: %j', (message, shape) =>
		expect(shapeOf(message)).toBe(shape)
	);

	it('reads only so much of a message', () => {
		expect(shapeOf('x'.repeat(MAX_CANONICAL_CHARS + 10))).toHaveLength(MAX_CANONICAL_CHARS);
	});

	it('is its own shape, so that messages of one shape have the same canonical text and severity', () => {
		fc.assert(
			fc.property(logLine, (line) => {
				const shape = shapeOf(line);
				expect(shapeOf(shape)).toBe(shape);
				expect(canonicalise(shape)).toBe(canonicalise(line));
				expect(severityOf(shape)).toBe(severityOf(line));
			}),
			{ numRuns: 500 }
		);
	});
});
