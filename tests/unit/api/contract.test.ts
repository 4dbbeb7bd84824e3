import { describe, expect, it } from 'vitest';
import {
	MOST_BUNDLE,
	MOST_FILE,
	MOST_PIECE,
	MOST_TEXT,
	requestIn,
	tooLarge
} from '../../../src/api/contract';

const file = new File(['x'], 'x.log');
const large = (size: number): File =>
	Object.defineProperty(new File([], 'x'), 'size', { value: size });

describe('requestIn', () => {
	it('takes six kinds of messages, and only their fields', () => {
		const more = { more: 1, constructor: 2 };
		const cases: [unknown, unknown][] = [
			[
				{ type: 'classify', id: 1, csv: 'a', as: 'csv' },
				{ type: 'classify', id: 1, input: { csv: 'a' }, as: 'csv', shares: true }
			],
			[
				{ type: 'classify', id: 1, file, as: 'rows', shares: false },
				{ type: 'classify', id: 1, input: { file }, as: 'rows', shares: false }
			],
			[
				{ type: 'stream', id: 2, csv: 'a' },
				{ type: 'stream', id: 2, input: { csv: 'a' } }
			],
			[
				{ type: 'stream', id: 2 },
				{ type: 'stream', id: 2, input: undefined }
			],
			[
				{ type: 'more', id: 2, csv: 'a' },
				{ type: 'more', id: 2 }
			],
			[
				{ type: 'piece', id: 2, bytes: Uint8Array.of(1) },
				{ type: 'piece', id: 2, bytes: Uint8Array.of(1) }
			],
			[
				{ type: 'piece', id: 2 },
				{ type: 'piece', id: 2, bytes: undefined }
			],
			[
				{ type: 'bundle', id: 3, text: '{}' },
				{ type: 'bundle', id: 3, text: '{}' }
			],
			[
				{ type: 'bundle', id: 3 },
				{ type: 'bundle', id: 3, text: undefined }
			],
			[
				{ type: 'cancel', id: 2 },
				{ type: 'cancel', id: 2 }
			]
		];
		for (const [sent, taken] of cases)
			expect(requestIn({ ...(sent as object), ...more })).toEqual(taken);
	});

	it.each([
		null,
		'classify',
		{ type: 'classify', id: '1', csv: 'a', as: 'csv' },
		{ type: 'classify', id: 1, csv: {}, as: 'csv' },
		{ type: 'classify', id: 1, csv: 'a', file, as: 'csv' },
		{ type: 'classify', id: 1, file: { size: 1, name: 'x' }, as: 'csv' },
		{ type: 'classify', id: 1, csv: 'a', as: 'constructor' },
		{ type: 'classify', id: 1, csv: 'a', as: 'csv', shares: 'no' },
		{ type: 'stream', id: 1, csv: 7 },
		{ type: 'piece', id: 1, bytes: 'text' },
		{ type: 'piece', id: 1, bytes: new Uint8Array() },
		{ type: 'piece', id: 1, bytes: new Uint8Array(MOST_PIECE + 1) },
		{ type: 'bundle', id: 1, text: {} },
		{ type: 'GET', id: 'x', path: ['__proto__', 'constructor'] },
		{ type: 'SET', id: 'x', path: ['__proto__', 'polluted'], value: { type: 'RAW', value: 1 } },
		{ type: 'APPLY', id: 1, path: ['constructor', 'constructor'], argumentList: [] }
	])('takes %o for none', (data) => {
		expect(requestIn(data)).toBeUndefined();
	});
});

describe('tooLarge', () => {
	it('bounds what would be held in memory, and no file that is read piece by piece', () => {
		const text = (length: number): string => ({ length }) as unknown as string;
		const common = { id: 1, as: 'rows', shares: true } as const;
		const classify = (input: { csv: string } | { file: File }) =>
			tooLarge({ type: 'classify', ...common, input });
		expect(classify({ csv: text(MOST_TEXT) })).toBeUndefined();
		expect(classify({ csv: text(MOST_TEXT + 1) })).toMatch(/more than 134217728 characters/);
		expect(classify({ file: large(MOST_FILE) })).toBeUndefined();
		expect(classify({ file: large(MOST_FILE + 1) })).toMatch(/Use stream\(\)/);
		const stream = (input: { csv: string } | { file: File }) =>
			tooLarge({ type: 'stream', id: 1, input });
		expect(stream({ file: large(MOST_FILE + 1) })).toBeUndefined();
		expect(stream({ csv: text(MOST_TEXT + 1) })).toBeDefined();
		expect(tooLarge({ type: 'bundle', id: 1, text: text(MOST_BUNDLE + 1) })).toBeDefined();
		expect(tooLarge({ type: 'bundle', id: 1, text: 'x' })).toBeUndefined();
	});
});
