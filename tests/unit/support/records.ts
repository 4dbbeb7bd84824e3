import { ENCODER_REVISIONS } from '../../../src/lib/pipeline/embed/encoder-revision';
import type { ChunkRecord, RunRecord, TemplateRecord } from '../../../src/lib/store/schema';

const NO_ROWS = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };

export function runRecord(id: string, change: Partial<RunRecord> = {}): RunRecord {
	return {
		id,
		name: id,
		createdAt: 1,
		status: 'done',
		rows: 0,
		chunks: 0,
		templates: 0,
		bytes: 0,
		milliseconds: 0,
		rowsByTier: { ...NO_ROWS },
		templatesByTier: { ...NO_ROWS },
		extraColumns: 0,
		stages: {},
		format: {
			kind: 'lines',
			encoding: 'utf-8',
			gzip: false,
			delimiter: ',',
			header: false,
			columns: ['message']
		},
		mapping: { message: 0, defaultSource: 'file' },
		sources: [],
		bundleVersion: '1',
		rules: [],
		encoderRevision: ENCODER_REVISIONS.int8,
		problems: [],
		problemCount: 0,
		...change
	};
}

export function chunkRecord(runId: string, index: number): ChunkRecord {
	const rows = [`first of ${index}\n`, `grüße 😀\r\n`];
	return {
		runId,
		index,
		firstRow: index * 2,
		rowCount: 2,
		ends: Uint32Array.of(rows[0]?.length ?? 0, rows.join('').length),
		template: Uint32Array.of(0, 1),
		rule: Int16Array.of(-1, 0),
		source: Uint32Array.of(0, 0),
		time: Float64Array.of(NaN, 5),
		severity: Uint8Array.of(3, 1)
	};
}

export const templateRecord = (runId: string, index: number, batch: number): TemplateRecord => ({
	runId,
	index,
	batch,
	canonical: `text ${index}`
});
