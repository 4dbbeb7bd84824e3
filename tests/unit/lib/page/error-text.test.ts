import { expect, it } from 'vitest';
import { errorText } from '../../../../src/lib/page/error-text';

it('gives the words of whatever was thrown', () => {
	expect(errorText(new RangeError('Too long'))).toBe('Too long');
	expect(errorText('plain words')).toBe('plain words');
	expect(errorText(undefined)).toBe('undefined');
	expect(errorText(404)).toBe('404');
	expect(errorText(new DOMException('', 'DataError'))).toContain('DataError');
});

it('takes no error for one of the store by its name, or by a category that it names', () => {
	expect(errorText(new DOMException('The request was cancelled.', 'AbortError'))).toBe(
		'The request was cancelled.'
	);
	expect(errorText(new Error('There is no category IOError.'))).toBe(
		'There is no category IOError.'
	);
});
