import { expect, it } from 'vitest';
import { errorText } from '../../../../src/lib/page/error-text';

it('gives the words of whatever was thrown', () => {
	expect(errorText(new RangeError('Too long'))).toBe('Too long');
	expect(errorText('plain words')).toBe('plain words');
	expect(errorText(undefined)).toBe('undefined');
	expect(errorText(404)).toBe('404');
	expect(errorText(new DOMException('', 'DataError'))).toContain('DataError');
});

it.each([
	['QuotaExceededError', 'is full. Delete old runs'],
	['AbortError', 'Most often the disk is full'],
	['UnknownError', 'Most often the disk is full'],
	['VersionError', 'newer version of Winnow open. Reload'],
	['InvalidStateError', 'Reload the page']
])('says what a %s of the store means', (name, said) => {
	expect(errorText(new DOMException('internal words', name))).toContain(said);
});
