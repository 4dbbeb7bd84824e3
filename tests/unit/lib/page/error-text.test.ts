import { expect, it } from 'vitest';
import { errorText } from '../../../../src/lib/page/error-text';

it('gives the words of whatever was thrown', () => {
	expect(errorText(new RangeError('Too long'))).toBe('Too long');
	expect(errorText('plain words')).toBe('plain words');
	expect(errorText(undefined)).toBe('undefined');
	expect(errorText(404)).toBe('404');
	expect(errorText(new DOMException('', 'UnknownError'))).toContain('UnknownError');
});
