import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../src/lib/pipeline/canonical/canonical';
import { labelledTexts } from '../../../training/labelled-texts';
import { prefixCopies, splitPrefix } from '../../../training/prefix-copies';
import { SETTINGS } from '../../../training/settings';

describe('splitPrefix', () => {
	it.each([
		['RouteTable::flush: 12 stale routes left', 'RouteTable::flush: '],
		['[worker #] net.dhcp: lease renewed early', '[worker #] net.dhcp: '],
		['flush(): nothing to do', 'flush(): '],
		['<core> mirror is up', '<core> ']
	])('takes what names the writer from %s', (canonical, prefix) => {
		expect(splitPrefix(canonical)).toEqual({ prefix, message: canonical.slice(prefix.length) });
	});

	it.each(['ERROR: disk is gone', 'IOException: pipe is closed', 'door: open', 'a plain sentence'])(
		'leaves %s whole',
		(canonical) => {
			expect(splitPrefix(canonical)).toEqual({ prefix: '', message: canonical });
		}
	);
});

describe('prefixCopies', () => {
	const texts = labelledTexts();
	const copies = prefixCopies(texts);

	it('copies the share of the texts that the settings name, less what coincides', () => {
		const { share } = SETTINGS.prefixCopies;
		expect(copies.length / texts.length).toBeGreaterThan(share - 0.03);
		expect(copies.length / texts.length).toBeLessThan(share + 0.01);
	});

	it('gives canonical texts that the corpus does not have', () => {
		const known = new Set(texts.map(({ canonical }) => canonical));
		expect(copies.filter(({ canonical }) => known.has(canonical))).toEqual([]);
		expect(copies.filter(({ canonical }) => canonicalise(canonical) !== canonical)).toEqual([]);
	});

	it('keeps the message, its label and its system', () => {
		const sources = new Map(texts.map((text) => [text.message, text]));
		const folded = copies.filter(({ message, canonical, label, system }) => {
			const text = sources.get(message);
			expect(text).toMatchObject({ label, system });
			return !canonical.endsWith(splitPrefix(text?.canonical ?? '').message);
		});
		// The status of one is folded without the name of its field, which was taken for a prefix.
		expect(folded.map(({ message }) => message.split(' ')[0])).toEqual(['Status:']);
	});

	it('depends on the text alone, whatever stands beside it', () => {
		const without = texts.filter((_, at) => at % 7 !== 0);
		const kept = new Set(without.map(({ message }) => message));
		const expected = copies.filter(({ message }) => kept.has(message));
		expect(prefixCopies(without).slice(0, 500)).toEqual(expected.slice(0, 500));
	});
});
