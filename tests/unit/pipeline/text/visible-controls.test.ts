import { expect, it } from 'vitest';
import { withVisibleControls } from '../../../../src/lib/pipeline/text/visible-controls';

it('shows marks that turn text around, and leaves text of any direction as it is', () => {
	expect(withVisibleControls('report\u202egpj.exe')).toBe('report[U+202E]gpj.exe');
	expect(withVisibleControls('a\u2066b\u2069\u200f')).toBe('a[U+2066]b[U+2069][U+200F]');
	expect(withVisibleControls('שלום عليكم plain')).toBe('שלום عليكم plain');
});
