import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import type { RunSnapshot } from '../../../../src/lib/pipeline/run/run-types';
import { MAX_TEMPLATES_WAITING, ROWS_OF_FIRST_CHUNK } from '../../../../src/lib/pipeline/constants';
import { UNCLASSIFIED } from '../../../../src/lib/pipeline/types';
import { logLine } from '../../support/log-line';
import {
	CASCADE,
	fakeEmbedder,
	fakeEmbedding,
	outcomes,
	piecesOf,
	run,
	turn
} from '../../support/run-fakes';
import { distinctRows, message, rowsAsCsv, type Row } from '../../support/csv-rows';
import { cut, cuts } from '../../support/pieces';

const randomRow: fc.Arbitrary<Row> = fc.record({
	source: fc.constantFrom('web', 'db', ''),
	message: fc.oneof(
		{ weight: 6, arbitrary: logLine },
		fc.constantFrom('Disk full on /dev/sda1', 'please ask me', '', '   ', 'a\nb "c"', '__proto__')
	)
});

const sum = (counts: Record<string, number>): number =>
	Object.values(counts).reduce((total, count) => total + count, 0);

describe('classifyRun', () => {
	it('gives as many rows as were read, in order, each with its text, source and template', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(randomRow, { maxLength: 30 }), cuts, async (rows, at) => {
				const { snapshot, sink, table } = await run(cut(rowsAsCsv(rows), at));
				expect(snapshot.rows).toBe(rows.length);
				expect(table.rowCount).toBe(rows.length);
				rows.forEach(({ source, message }, row) => {
					expect(table.sources[table.source[row] as number]).toBe(source || 'file');
					expect(sink.templates.get(table.template[row] as number)?.canonical).toBe(
						canonicalise(message)
					);
				});
				const raw = sink.chunks.flatMap(({ texts }) => texts).join('');
				expect(Papa.parse(raw, { newline: '\r\n', skipEmptyLines: true }).data).toEqual(
					rows.map(({ source, message }) => [source, message])
				);
				expect(sum(snapshot.rowsByTier)).toBe(rows.length);
			}),
			{ numRuns: 60 }
		);
	});

	it('gives a row the same result whatever the pieces, the embedders and the order, and without shares whatever the other rows', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(randomRow, fc.boolean()), { minLength: 1, maxLength: 25 }),
				cuts,
				fc.integer({ min: 1, max: 4 }),
				fc.infiniteStream(fc.nat(3)),
				async (rows, at, embedderCount, delays) => {
					const all = rows.map(([row]) => row);
					const reference = outcomes((await run([rowsAsCsv(all)])).table);
					const embedders = Array.from(
						{ length: embedderCount },
						() => fakeEmbedder(() => delays.next().value as number).embed
					);
					expect(outcomes((await run(cut(rowsAsCsv(all), at), { embedders })).table)).toEqual(
						reference
					);
					const turned = await run([rowsAsCsv(all.toReversed())], { embedders });
					expect(outcomes(turned.table)).toEqual(reference.toReversed());
					const alone = outcomes((await run([rowsAsCsv(all)], { shares: false })).table);
					const some = [...rows.entries()].filter(([, [, kept]]) => kept).reverse();
					const { table } = await run([rowsAsCsv(some.map(([, [row]]) => row))], {
						embedders,
						shares: false
					});
					expect(outcomes(table)).toEqual(some.map(([row]) => alone[row]));
				}
			),
			{ numRuns: 40 }
		);
	});

	it('gives a row what the cascade makes of it', async () => {
		const messages = ['Took 5 ms', 'connection refused', 'Took 700 ms', 'disk full', 'ask me'];
		const rows = messages.map((message) => ({ source: 'a', message }));
		const results = CASCADE.classifyRows(
			rows.map((row) => ({ ...row, canonical: canonicalise(row.message), level: 'none' })),
			(canonical) => Float32Array.from(fakeEmbedding(canonical))
		);
		const { table } = await run([rowsAsCsv(rows)]);
		results.forEach(({ label, confidence, tier, certainty, family, familyConfidence }, row) => {
			const verdict = { label, confidence, tier, certainty, family, familyConfidence };
			expect(table.outcome(row)).toMatchObject(verdict);
		});
		expect(table.template[0]).toBe(table.template[2]);
	});

	it('never embeds a row that a rule settles, and embeds each other text once', async () => {
		const { embed, texts } = fakeEmbedder();
		const rows = ['disk full', 'DISK FULL on sda1', 'a b', 'please ask me', 'a b', 'disk full'].map(
			(message) => ({ source: 'x', message })
		);
		const { snapshot, table } = await run([rowsAsCsv(rows)], { embedders: [embed] });
		expect(texts.sort()).toEqual(['a b', 'please ask me']);
		expect(snapshot).toMatchObject({ templatesToEmbed: 2, templatesEmbedded: 2 });
		expect(snapshot.rowsByTier.rule).toBe(3);
		expect(outcomes(table).map(({ label, tier }) => `${tier} ${label}`)).toEqual(
			expect.arrayContaining(['rule IOError'])
		);
		expect(table.rule[0]).toBe(0);
		// A rule that only routes does not settle the row.
		expect(table.rule[3]).toBe(1);
		expect(table.outcome(3).tier).not.toBe('rule');
	});

	it('does not embed an empty message; it waits for review', async () => {
		const { embed, texts } = fakeEmbedder();
		const { table } = await run([rowsAsCsv([{ source: 'x', message: '  ' }])], {
			embedders: [embed]
		});
		expect(texts).toEqual([]);
		expect(table.outcome(0)).toMatchObject({ label: UNCLASSIFIED, needsReview: true });
	});

	it('keeps the other cells, also of ragged rows, and tells where rows are ragged', async () => {
		const text = 'source,log_message\na,b,extra\nc\n"d","e';
		const { snapshot, sink } = await run([text]);
		expect(sink.chunks[0]?.texts.join('')).toBe('a,b,extra\nc\n"d","e');
		expect(snapshot.rows).toBe(3);
		expect(snapshot.extraColumns).toBe(1);
		expect(snapshot.problems.map(({ kind, row }) => `${kind} ${row}`)).toEqual([
			'ragged-row 0',
			'ragged-row 1',
			'unclosed-quote 2'
		]);
	});

	it('stores template results with a copy of the embedding', async () => {
		const { sink } = await run([rowsAsCsv(distinctRows(3))]);
		for (const { canonical, result } of sink.templates.values())
			expect([...(result?.embedding ?? [])]).toEqual(
				fakeEmbedding(canonical).map((value) => Math.round(Math.fround(value) * 127))
			);
	});

	it('reports progress that never goes back, and ends with the whole', async () => {
		const rows = distinctRows(ROWS_OF_FIRST_CHUNK * 3);
		const text = rowsAsCsv(rows);
		const pieces = Array.from({ length: 20 }, (_, i) =>
			text.slice((i * text.length) / 20, ((i + 1) * text.length) / 20)
		);
		const seen: RunSnapshot[] = [];
		let now = 0;
		const { snapshot } = await run(pieces, {
			clock: () => (now += 1_000),
			onProgress: (progress) => seen.push(structuredClone(progress))
		});
		expect(seen.length).toBeGreaterThan(20);
		const counts = (s: RunSnapshot): number[] => [
			s.bytesRead,
			s.rows,
			s.chunks,
			s.templates,
			s.templatesToEmbed,
			s.templatesEmbedded,
			Number(!s.reading),
			...Object.values(s.rowsByTier),
			...Object.values(s.templatesByTier),
			...Object.values(s.stages)
		];
		[...seen, snapshot].reduce((before, after) => {
			counts(after).forEach((count, i) =>
				expect(count).toBeGreaterThanOrEqual(counts(before)[i] as number)
			);
			expect(after.templatesEmbedded).toBeLessThanOrEqual(after.templatesToEmbed);
			return after;
		});
		expect(snapshot).toMatchObject({
			reading: false,
			bytesRead: text.length,
			rows: rows.length,
			templates: rows.length,
			templatesEmbedded: rows.length
		});
	});

	it('stops reading while too many texts wait', async () => {
		const held: (() => void)[] = [];
		const embed = (texts: string[]): Promise<Float32Array> =>
			new Promise((resolve) =>
				held.push(() => resolve(Float32Array.from(texts.flatMap(fakeEmbedding))))
			);
		const pieces = Array.from({ length: 30 }, (_, piece) =>
			distinctRows(1_000)
				.map((_, i) => `web,${message(piece * 1_000 + i)}\n`)
				.join('')
		);
		let pulled = 0;
		const counted = async function* (): ReturnType<typeof piecesOf> {
			for await (const piece of piecesOf(['source,log_message\n', ...pieces])) {
				pulled++;
				yield piece;
			}
		};
		const running = run([], { pieces: counted(), embedders: [embed] });
		await turn(50);
		expect(pulled).toBeLessThan(2 + MAX_TEMPLATES_WAITING / 1_000 + 2);
		const release = setInterval(() => held.splice(0).forEach((resolve) => resolve()));
		const { snapshot } = await running.finally(() => clearInterval(release));
		expect(pulled).toBe(31);
		expect(snapshot.rows).toBe(30_000);
	});
});
