import { describe, expect, it } from 'vitest';
import { readLogFile } from '../../../../src/cli/read-file';
import type { FileReading } from '../../../../src/lib/pipeline/read/input-format';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import { stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { MAX_BYTES_IN_MEMORY, MAX_LINE_UNITS } from '../../../../src/lib/pipeline/constants';
import { previewInput } from '../../../../src/workers/classify/preview-input';
import { requireMergeable } from '../../../../src/workers/read/merged-pieces';
import { readFiles } from '../../../../src/workers/read/read-files';

const file = (name: string, text: string) => ({
	name,
	file: new File([text], name, { lastModified: Date.parse('2026-11-29T20:00:00Z') })
});
const day = (clock: string): string => `2026-11-20T${clock}Z`;
const json = (clock: string, msg: string): string => `{"time":"${day(clock)}","msg":"${msg}"}\n`;
const line = (clock: string, text: string): string => `2026-11-20 ${clock} INFO ${text}\n`;

/** Time, source and message of the merged rows. */
async function merged(files: ReturnType<typeof file>[]): Promise<string[]> {
	const preview = await previewInput(files, { zone: 'utc' });
	expect(preview.format.merged).toBe(true);
	const reader = new RowReader(preview.format, preview.mapping, preview.files[0]);
	const rows: string[] = [];
	for await (const { text, final } of readFiles(preview.input, preview.files, preview.format)) {
		const batch = reader.push(stringOf(text), final);
		for (let row = 0; row < batch.scanned.rows; row++) {
			const time = batch.time(row);
			const clock = Number.isNaN(time) ? '-' : new Date(time).toISOString().slice(11, 19);
			rows.push(`${clock} ${batch.source(row)} ${batch.message(row)}`);
		}
	}
	return rows;
}

describe('files of several formats', () => {
	it('are merged by time; equal times go by name', async () => {
		const rows = await merged([
			file('b.jsonl', json('10:00:01', 'b1') + json('10:00:03', 'b2')),
			file('a.log', line('10:00:01', 'a1') + line('10:00:02', 'a2') + line('10:00:04', 'a3'))
		]);
		expect(rows).toEqual([
			'10:00:01 a a1',
			'10:00:01 b b1',
			'10:00:02 a a2',
			'10:00:03 b b2',
			'10:00:04 a a3'
		]);
	});

	it('keep their own order, events of several lines whole, and what has no time with what it follows', async () => {
		const rows = await merged([
			file(
				'a.log',
				`Version 3\n${line('10:00:05', 'a1')}\tat x.y(Z.java:1)\n${line('10:00:02', 'back')}${line('10:00:09', 'a3')}`
			),
			file('b.jsonl', `${json('10:00:04', 'b1')}{"msg":"no time"}\n${json('10:00:06', 'b2')}`),
			file('c10.txt', 'ten\n'),
			file('c9.txt', 'nine\n')
		]);
		expect(rows).toEqual([
			'10:00:04 b b1',
			'- b no time',
			'- a Version 3',
			'10:00:05 a a1\n\tat x.y(Z.java:1)',
			'10:00:02 a back',
			'10:00:06 b b2',
			'10:00:09 a a3',
			'- c9 nine',
			'- c10 ten'
		]);
	});

	it('are merged over many pieces of text', async () => {
		const clock = (at: number): string =>
			new Date(Date.UTC(2026, 10, 20, 10, 0, at)).toISOString().slice(11, 19);
		const numbers = Array.from({ length: 12_000 }, (_, at) => at);
		const lines = numbers.map((at) => line(clock(at), `even ${at}`)).join('');
		const objects = numbers.map((at) => json(clock(at), `odd ${at}`)).join('');
		const rows = await merged([file('b.jsonl', objects), file('a.log', lines)]);
		expect(rows).toHaveLength(24_000);
		const expected = numbers.flatMap((at) => [
			`${clock(at)} a even ${at}`,
			`${clock(at)} b odd ${at}`
		]);
		expect(rows.findIndex((row, at) => row !== expected[at])).toBe(-1);
	});

	it('say what was wrong in which of them', async () => {
		const preview = await previewInput(
			[
				file('a.log', line('10:00:01', 'x\0y')),
				file('b.csv', 'time,message\n2026-11-20,m\n2026-11-21\n')
			],
			{ zone: 'utc' }
		);
		const found = [];
		for await (const piece of readFiles(preview.input, preview.files, preview.format))
			found.push(...(piece.problems ?? []), ...(piece.nulBytes ? [piece.nulBytes] : []));
		expect(found).toEqual([
			{ kind: 'ragged-row', message: expect.stringMatching(/^b\.csv: Row 2 has 1 cell/) },
			1
		]);
	});

	it('are cut where a line has no end, which is said', async () => {
		const most = MAX_LINE_UNITS.lines;
		const endless = line('10:00:01', 'x'.repeat(most + 1_000_000)).trimEnd();
		const files = [file('a.log', endless), file('b.jsonl', json('10:00:02', 'b1'))];
		const rows = await merged(files);
		expect(rows.map((row) => row.slice(0, 13))).toEqual(['10:00:01 a xx', '10:00:02 b b1']);
		expect(rows[0]?.length).toBeLessThan(most);
		const preview = await previewInput(files, { zone: 'utc' });
		const found = [];
		for await (const piece of readFiles(preview.input, preview.files, preview.format))
			found.push(...(piece.problems ?? []));
		expect(found).toEqual([
			{ kind: 'long-row', message: expect.stringMatching(/^a\.log: A line of .* was cut/) }
		]);
	});

	it('of a tar too large for memory are refused with what to do', () => {
		const inside = { kind: 'tar', archive: 'a.tar', archiveBytes: 1, at: 0, bytes: 1 } as const;
		const reading: FileReading = {
			name: 'a.tar/a.log',
			source: 'a',
			bytes: MAX_BYTES_IN_MEMORY + 1,
			encoding: 'utf-8',
			gzip: false,
			inside
		};
		expect(() => requireMergeable([reading])).toThrow(/Choose files of one format/);
		expect(() => requireMergeable([{ ...reading, leftOut: 'why' }])).not.toThrow();
	});

	it('are not made of one file', async () => {
		expect(
			(await readLogFile(file('a.log', line('10:00:01', 'x')).file)).format?.merged
		).toBeUndefined();
	});
});
