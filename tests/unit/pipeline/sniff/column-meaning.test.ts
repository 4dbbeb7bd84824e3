import { describe, expect, it } from 'vitest';
import {
	isKnownHeader,
	mapColumns,
	uniqueNames
} from '../../../../src/lib/pipeline/sniff/column-meaning';

describe('mapColumns', () => {
	it.each([
		['log_message', 'message'],
		['Message', 'message'],
		['MSG', 'message'],
		['Log Line', 'message'],
		['event.message', 'message'],
		['source', 'source'],
		['Service-Name', 'source'],
		['app', 'source'],
		['@timestamp', 'timestamp'],
		['Date_Time', 'timestamp'],
		['Level', 'level'],
		['severity', 'level'],
		['target_label', 'truth'],
		['Category', 'truth']
	] as const)('knows %s as the %s', (name, role) => {
		expect(mapColumns(['x', name, 'y'], 'file')).toEqual({ defaultSource: 'file', [role]: 1 });
	});

	it('prefers the better name wherever it stands', () => {
		expect(mapColumns(['text', 'log', 'log_message', 'host', 'source'], 'f')).toEqual({
			message: 2,
			source: 4,
			defaultSource: 'f'
		});
	});

	it('leaves the message open when no name is known', () => {
		expect(mapColumns(['alpha', 'beta'], 'f')).toEqual({ defaultSource: 'f' });
		expect(mapColumns([], 'f').message).toBeUndefined();
	});

	it('takes the only column there is as the message', () => {
		expect(mapColumns(['alpha'], 'f').message).toBe(0);
	});

	it('is not led astray by names of object properties', () => {
		expect(mapColumns(['__proto__', 'constructor', 'toString'], 'f')).toEqual({
			defaultSource: 'f'
		});
	});
});

describe('isKnownHeader', () => {
	it('needs one known name', () => {
		expect(isKnownHeader(['a', 'b', ' Log-Message '])).toBe(true);
		expect(isKnownHeader(['a', 'b'])).toBe(false);
		expect(isKnownHeader([])).toBe(false);
		expect(isKnownHeader(['constructor'])).toBe(false);
	});
});

describe('uniqueNames', () => {
	it('numbers repeated names and names empty ones after their position', () => {
		expect(uniqueNames(['a', '', 'a', ' b ', 'a', ' '])).toEqual({
			columns: ['a', 'column 2', 'a (2)', 'b', 'a (3)', 'column 6'],
			duplicates: ['a']
		});
	});

	it('never gives a name twice, even when a numbered name is taken', () => {
		for (const cells of [
			['a', 'a', 'a (2)'],
			['a (2)', 'a', 'a'],
			['', 'column 1'],
			['column 2', '']
		]) {
			const { columns } = uniqueNames(cells);
			expect(new Set(columns).size).toBe(cells.length);
		}
	});

	it('keeps names of object properties as they are', () => {
		expect(uniqueNames(['__proto__', 'constructor', '__proto__'])).toEqual({
			columns: ['__proto__', 'constructor', '__proto__ (2)'],
			duplicates: ['__proto__']
		});
	});
});
