import 'fake-indexeddb/auto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENCODER_DIMENSIONS } from '../../../../src/lib/pipeline/embed/encoder-revision';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { database } from '../../../../src/lib/store/database';
import {
	saveParts,
	saveRun as saveRecord,
	updateRun,
	savedRuns
} from '../../../../src/lib/store/db';
import { toBase64 } from '../../../../src/workers/bundle/base64';
import { openRun } from '../../../../src/workers/run/file/open-run';
import { saveRun } from '../../../../src/workers/run/file/save-run';
import type { Whole } from '../../../../src/workers/run/file/whole';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { rule } from '../../support/small-bundle';

const VERDICT = {
	label: 'NetworkError',
	confidence: 1,
	tier: 'human' as const,
	certainty: 'sure' as const,
	family: 'problem',
	familyConfidence: 1,
	needsReview: false,
	top: [{ label: 'NetworkError', probability: 0.5 }]
};
const PRIORS = {
	units: 2,
	classes: ['NetworkError', 'Routine'],
	shares: [0.25, 0.75],
	shift: [0.5, -0.5],
	levels: [0, -1, 0, 1],
	overall: [1, -1]
};
const RESULT: Classification = {
	...VERDICT,
	embedding: new Int8Array(ENCODER_DIMENSIONS).map((_, at) => at - 128),
	probabilities: Float32Array.of(0.25, 0.75),
	before: { ...VERDICT, tier: 'head' }
};
/** Half a character, which a text of an input may have. */
const TEXTS = ['first of 0\ngrüße 😀\r\n', `\ud83d of 1\n${'x'.repeat(10)}\r\n`];

beforeEach(async () => {
	const db = await database();
	for (const store of ['runs', 'chunks', 'texts', 'templates'] as const) await db.clear(store);
	const run = runRecord('run', {
		name: 'a.log',
		rows: 4,
		chunks: 2,
		templates: 2,
		sources: ['web'],
		rules: [rule()],
		bundleName: 'Mine',
		bundleVersion: 'abc',
		decisions: [['text 1', 'NetworkError']],
		priors: PRIORS,
		threshold: { confidence: 0.7, bundleVersion: 'abc' },
		fingerprints: ['private']
	});
	await saveRecord(run);
	const templates = [
		{ ...templateRecord('run', 0, 0), level: 'error' as const, result: RESULT },
		templateRecord('run', 1, 0)
	];
	await saveParts(
		TEXTS.map((text, index) => ({
			chunk: {
				...chunkRecord('run', index),
				ends: Uint32Array.of(text.indexOf('\n') + 1, text.length)
			},
			texts: [text],
			...(index === 0 ? { templates } : {})
		}))
	);
});

afterEach(() => vi.unstubAllGlobals());

/** The lines of the run's file, after a change of some, as a file again. */
async function changed(change: (lines: Record<string, unknown>[]) => unknown[]): Promise<Blob> {
	const bytes = gunzipSync(Buffer.from(await (await saveRun('run')).arrayBuffer()));
	const lines = bytes.toString().trimEnd().split('\n');
	const values = change(lines.map((line) => JSON.parse(line) as Record<string, unknown>));
	return new Blob([gzipSync(values.map((value) => `${JSON.stringify(value)}\n`).join(''))]);
}

/** The lines with a change of the part of each that has it. */
const withPart =
	(part: string, change: object) =>
	(lines: Record<string, unknown>[]): unknown[] =>
		lines.map((line) =>
			part in line ? { ...line, [part]: { ...(line[part] as object), ...change } } : line
		);

/** Opening is refused, and nothing is left of it. */
async function refused(file: Blob, message: RegExp): Promise<void> {
	await expect(openRun(file)).rejects.toThrow(message);
	expect(await savedRuns()).toHaveLength(1);
	const db = await database();
	expect(await db.count('runs')).toBe(1);
	expect(await db.count('chunks')).toBe(2);
	expect(await db.count('templates')).toBe(2);
}

describe('a run that is saved and opened again', () => {
	it('has the same rows, categories, decisions and bundle', async () => {
		const id = await openRun(await saveRun('run'));
		expect(id).not.toBe('run');
		const [before, after] = await Promise.all([StoredRun.open('run'), StoredRun.open(id)]);
		for (let row = 0; row < 4; row++) {
			expect(await after.row(row)).toEqual(await before.row(row));
			expect(after.table.outcome(row)).toEqual(before.table.outcome(row));
			expect(after.table.time[row]).toEqual(before.table.time[row]);
			expect(after.table.severity[row]).toBe(before.table.severity[row]);
		}
		expect(after.table.templates[0]?.result).toEqual(RESULT);
		const { fingerprints, ...shared } = before.run;
		expect(fingerprints).toEqual(['private']);
		expect(after.run).toEqual({ ...shared, id, templateMarks: [] });
	});

	it('loses no field that is added to the record: such a one does not compile', () => {
		// @ts-expect-error The schema lacks `b`.
		const lost: Whole<{ a: { b?: number }[] }, { a: object[] }> = { a: [] };
		const narrowed: Whole<{ a?: 'x' | 'y' }, { a?: string }> = { a: 'x' };
		// @ts-expect-error The schema takes no `y`.
		const refused: Whole<{ a?: 'x' | 'y' }, { a?: 'x' }> = { a: 'x' };
		expect([lost, narrowed, refused]).toHaveLength(3);
	});

	it('gives the same file again', async () => {
		const first = await saveRun('run');
		const second = await saveRun(await openRun(first));
		expect(await second.text()).toBe(await first.text());
	});

	it('has all that its rows refer to, also where it was killed before its record was written', async () => {
		await updateRun('run', { status: 'interrupted', sources: [], templates: 1 });
		await saveParts([{ templates: [templateRecord('run', 2, 1)] }]);
		const opened = await StoredRun.open(await openRun(await saveRun('run')));
		expect(opened.run).toMatchObject({ sources: ['file'], templates: 2 });
		// No row has the third message.
		expect(opened.table.templates).toHaveLength(2);
	});

	it('is refused while it goes on', async () => {
		await updateRun('run', { status: 'running' });
		const query = (): Promise<object> => Promise.resolve({ held: [{ name: 'winnow-run-run' }] });
		vi.stubGlobal('navigator', { locks: { query } });
		await expect(saveRun('run')).rejects.toThrow('still going on');
	});
});

describe('a damaged file is refused in words', () => {
	it('that is no run', async () => {
		await refused(new Blob(['plain text']), /damaged or cut off/);
		await refused(new Blob([gzipSync('plain text\n')]), /no run that Winnow saved/);
		await refused(new Blob([gzipSync('{"a":1}\n')]), /no run that Winnow saved/);
		await refused(new Blob([gzipSync('')]), /no run that Winnow saved/);
	});

	it('that is cut off or has other bytes', async () => {
		const file = await saveRun('run');
		await refused(file.slice(0, file.size - 20), /damaged or cut off/);
		const bytes = new Uint8Array(await file.arrayBuffer());
		const at = bytes.length >> 1;
		bytes[at] = (bytes[at] as number) ^ 0x55;
		await refused(new Blob([bytes]), /damaged|no run/);
		await refused(await changed((lines) => lines.slice(0, -1)), /its end is missing/);
	});

	it('of a newer version', async () => {
		await refused(
			await changed(([head, ...others]) => [{ ...head, winnowRun: 2 }, ...others]),
			/newer Winnow \(format 2/
		);
	});

	it('whose parts do not fit each other', async () => {
		const without = (part: string) => changed((lines) => lines.filter((line) => !(part in line)));
		await refused(await without('rows'), /names 4 rows and has 0/);
		await refused(await without('message'), /names 2 messages and has 0/);
		await refused(await changed(withPart('rows', { firstRow: 1 })), /do not come after/);
		await refused(await changed(withPart('rows', { text: 'short' })), /does not fit/);
		await refused(await changed(withPart('rows', { severity: 'CQk=' })), /a severity/);
		await refused(await changed(withPart('rows', { rule: 'CQAJAA==' })), /a rule/);
		await refused(await changed(withPart('rows', { template: 'CQAAAAkAAAA=' })), /a message/);
		await refused(await changed(withPart('rows', { time: 'AAAA' })), /cut off/);
		await refused(await changed(withPart('message', { index: 7 })), /message 7/);
		await refused(await changed(withPart('run', { rows: -1 })), /run\.rows/);
		await refused(await changed(withPart('run', { labels: [{ name: '<b>' }] })), /labels/);
	});

	it('whose numbers refer to nothing, or are none', async () => {
		const result = (change: object) =>
			changed((lines) =>
				lines.map((line) => {
					const { message } = line as { message?: { index: number; result?: object } };
					return message?.index === 0
						? { message: { ...message, result: { ...message.result, ...change } } }
						: line;
				})
			);
		const numbers = (...values: number[]) =>
			toBase64(new Int8Array(Float32Array.of(...values).buffer));
		await refused(await changed(withPart('rows', { source: 'AAAAAAEAAAA=' })), /a source/);
		await refused(
			await changed(
				withPart('rows', { time: toBase64(new Int8Array(Float64Array.of(0, 9e15).buffer)) })
			),
			/a time/
		);
		await refused(await result({ embedding: 'AAAA' }), /has 3 of 384 numbers/);
		await refused(await result({ embedding: 'AAAAA' }), /no base64/);
		await refused(await result({ probabilities: numbers(0.5, NaN) }), /a probability of message 0/);
		await refused(await result({ probabilities: numbers(0.5, Infinity) }), /a probability/);
		await refused(
			await result({ tier: 'head', probabilities: numbers(1) }),
			/1 probabilities for 2/
		);
		await refused(await result({ confidence: 1e308 }), /confidence: is no probability/);
		await refused(await changed(withPart('run', { templates: 9 })), /9 messages and has 4 rows/);
		await refused(await changed(withPart('run', { rows: 9 })), /names 9 rows and has 4/);
	});

	it('whose shares do not fit its categories', async () => {
		const priors = (change: object) =>
			changed(withPart('run', { priors: { ...PRIORS, ...change } }));
		await refused(await priors({ shares: [1] }), /1 numbers for 2 categories/);
		await refused(await priors({ shift: [0, 0, 0] }), /3 numbers for 2 categories/);
		await refused(await priors({ overall: [] }), /0 numbers for 2 categories/);
		await refused(await priors({ levels: [0] }), /1 numbers for 4 levels/);
		await refused(await priors({ levels: [0, 0, 0, 1e308] }), /levels are too large/);
		await refused(await priors({ shift: [0, -1e308] }), /too large/);
	});

	it('whose pattern is none, or too large to be searched for', async () => {
		const ruled = (pattern: string) =>
			changed(withPart('run', { rules: [{ ...rule(), pattern }] }));
		await refused(await ruled('(a'), /the pattern is not valid/);
		await refused(await ruled('(?:(?:a{900}){900}){900}'), /damaged/);
	});
});
