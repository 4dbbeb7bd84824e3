import { describe, expect, it } from 'vitest';
import { SEVERITY_CODE, severityAt } from '../../../../src/lib/pipeline/read/levels';
import { severityOfLevel } from '../../../../src/lib/pipeline/read/level-words';
import { SEVERITIES } from '../../../../src/lib/pipeline/types';

describe('severityOfLevel', () => {
	it.each([
		['EMERG', 'critical'],
		['fatal', 'critical'],
		['SEVERE', 'error'],
		['err', 'error'],
		[' Warning ', 'warning'],
		['W', 'warning'],
		['notice', 'info'],
		['TRACE', 'debug'],
		['0', 'critical'],
		['<3>', 'error'],
		['4', 'warning'],
		['7', 'debug']
	])('reads %j as %s', (level, severity) => {
		expect(severityOfLevel(level)).toBe(severity);
	});

	it.each(['', '8', '42', 'banana', 'constructor', '__proto__'])(
		'finds no level in %j',
		(level) => {
			expect(severityOfLevel(level)).toBeUndefined();
		}
	);
});

describe('severity codes', () => {
	it('go there and back', () => {
		for (const severity of SEVERITIES) expect(severityAt(SEVERITY_CODE[severity])).toBe(severity);
		expect(severityAt(200)).toBe('info');
	});
});
