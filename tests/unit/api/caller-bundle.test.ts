import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Connection } from '../../../src/api/connection';
import { serveApi } from '../../../src/lib/embedded/embedded-api';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_REVISIONS
} from '../../../src/lib/pipeline/embed/encoder-revision';
import type { Engine } from '../../../src/lib/workers/engine';
import { connection, labels, rowsOf } from '../support/api-connection';
import { smallBundle } from '../support/small-bundle';

describe('a bundle of the caller', () => {
	const bundle = {
		...smallBundle({
			name: 'Mine',
			rules: [
				{
					...(smallBundle().rules[0] as ReturnType<typeof smallBundle>['rules'][number]),
					then: { label: 'Routine' }
				}
			]
		}),
		encoder: {
			id: ENCODER_ID,
			revision: ENCODER_REVISIONS.int8,
			dimensions: ENCODER_DIMENSIONS,
			pooling: 'mean'
		}
	};
	const padded = {
		...bundle,
		head: {
			...bundle.head,
			coefficients: bundle.head.coefficients.map((row) => [
				...row,
				...new Array<number>(ENCODER_DIMENSIONS - 4).fill(0)
			])
		}
	};

	it('is used from then on, for runs and streams, until it is taken away', async () => {
		const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
		const info = await winnow.useBundle(padded);
		expect(info).toMatchObject({ name: 'Mine', labels: ['IOError', 'NetworkError', 'Routine'] });
		expect(info.version).toMatch(/^[0-9a-f]{12}$/);
		expect(labels(await winnow.classify(['disk full']))).toEqual(['Routine']);
		expect(labels(await rowsOf(winnow.stream(['disk full'])))).toEqual(['Routine']);
		expect(await winnow.useBundle()).toBeUndefined();
		expect(labels(await winnow.classify(['disk full']))).toEqual(['IOError']);
	});

	it('is checked as at import, and one that is refused changes nothing', async () => {
		const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
		await winnow.useBundle(new Blob([JSON.stringify(padded)]));
		await expect(winnow.useBundle('{')).rejects.toThrow('it is not JSON');
		await expect(winnow.useBundle({ ...padded, labels: [] })).rejects.toThrow('not valid');
		expect(labels(await winnow.classify(['disk full']))).toEqual(['Routine']);
	});

	it('may be of an earlier encoder, and says so', async () => {
		const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
		expect(await winnow.useBundle(padded)).toMatchObject({ earlierEncoder: false });
		const earlier = { ...padded, encoder: { ...padded.encoder, revision: 'other' } };
		expect(await winnow.useBundle(earlier)).toMatchObject({ earlierEncoder: true });
		expect(labels(await winnow.classify(['disk full']))).toEqual(['Routine']);
	});

	it('is that of one connection alone', async () => {
		const one = connection({ dimensions: ENCODER_DIMENSIONS });
		await one.winnow.useBundle(padded);
		const { port1, port2 } = new MessageChannel();
		serveApi(
			{
				classifier: () => Promise.resolve(one.classifier),
				embedders: () => Promise.resolve()
			} as unknown as Engine,
			port2
		);
		const other = new Connection(port1, () => undefined);
		expect(labels(await other.classify(['disk full']))).toEqual(['IOError']);
		other.close();
		port2.close();
	});
});

it('takes the bundle of the site, as it is served', async () => {
	const { winnow } = connection({ dimensions: ENCODER_DIMENSIONS });
	const { labels: names } = await winnow.useBundle(
		await readFile('static/models/default.bundle.json', 'utf8')
	);
	expect(names).toContain('NetworkError');
});
