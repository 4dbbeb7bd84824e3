import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../../src/lib/pipeline/canonical/severity';

describe('severityOf', () => {
	it('trusts the level column most', () => {
		expect(severityOf('<3>FATAL error, HTTP/1.1 500', 'debug')).toBe('debug');
		expect(severityOf('all is well', 'E')).toBe('error');
	});

	it('passes over a level column that holds no level', () => {
		expect(severityOf('ERROR: broken', 'n/a')).toBe('error');
	});

	it('then the syslog priority, then the level token, then the status, then the words', () => {
		expect(severityOf('<14>ERROR: broken')).toBe('info');
		expect(severityOf('INFO: HTTP/1.1 500 failed')).toBe('info');
		expect(severityOf('HTTP/1.1" 200 after a failed try')).toBe('info');
		expect(severityOf('failed to connect')).toBe('error');
	});

	it.each([
		['[error] broken', 'error'],
		['2024-01-01 WARN slow', 'warning'],
		['level=debug msg=x', 'debug'],
		['{"severity":"CRITICAL"}', 'critical'],
		['GET / HTTP/1.1" 503 12', 'error'],
		['status: 404', 'warning'],
		['status_code=201', 'info'],
		['kernel panic - not syncing', 'critical'],
		['Connection timed out', 'warning'],
		['NullPointerException at x', 'error'],
		['session opened', 'info'],
		['', 'info']
	])('%j is %s', (message, severity) => {
		expect(severityOf(message)).toBe(severity);
	});

	it.each([
		'done, 0 errors',
		'finished with no warnings',
		'errors: 0',
		'0 errors, no failure',
		'Tests run: 4, Errors: 0, Skipped: 93',
		'read: error=0, used=7'
	])('%j reports none', (message) => {
		expect(severityOf(message)).toBe('info');
	});

	it('reads the start of a huge message only', () => {
		expect(severityOf(`${'x '.repeat(5_000_000)} failed`)).toBe('info');
	});
});
