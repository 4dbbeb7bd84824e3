import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sha256, sha256Hex } from '../../../../src/lib/pipeline/text/sha256-stream';

it('agrees with the platform on any bytes in any pieces', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
			const hash = new Sha256();
			for (const piece of pieces) hash.update(piece);
			expect(hash.hex()).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'));
		})
	);
});

it('hashes a text as UTF-8', () => {
	expect(sha256Hex('grüße 😀')).toBe(createHash('sha256').update('grüße 😀').digest('hex'));
});
