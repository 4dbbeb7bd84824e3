import { describe, expect, it } from 'vitest';
import { alikeNames } from '../../../../src/lib/pipeline/bundle/alike-names';

describe('alikeNames', () => {
	it('finds names that differ only in case, in their order', () => {
		expect(alikeNames(['network', 'Disk', 'Network', 'disk', 'Other', 'NETWORK'])).toEqual([
			['network', 'Network', 'NETWORK'],
			['Disk', 'disk']
		]);
	});

	it('finds names that look the same', () => {
		expect(alikeNames(['Net work', 'Net  work ', '\u00dcbrig', 'U\u0308brig'])).toEqual([
			['Net work', 'Net  work '],
			['\u00dcbrig', 'U\u0308brig']
		]);
	});

	it('finds nothing where names differ, and counts a name once', () => {
		expect(alikeNames(['Network', 'Networks', 'Net-work', 'Network'])).toEqual([]);
		expect(alikeNames([])).toEqual([]);
	});
});
