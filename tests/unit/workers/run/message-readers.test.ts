import 'fake-indexeddb/auto';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import type { ColumnMapping, InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { classifyRun } from '../../../../src/lib/pipeline/run/classify-run';
import { saveBundle } from '../../../../src/lib/store/bundle-store';
import { saveRun } from '../../../../src/lib/store/db';
import { BundleLibrary } from '../../../../src/workers/bundle/bundle-library';
import { RunStore } from '../../../../src/workers/classify/run-store';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { compareContenders, evaluateRun } from '../../../../src/workers/teach/evaluate-run';
import { ReviewSession } from '../../../../src/workers/teach/review-session';
import { draftFrom, tryRules } from '../../../../src/workers/teach/try-rules';
import { Embedders } from '../../../../src/workers/embed/embedders';
import { Viewer } from '../../../../src/workers/view/viewer';
import { runRecord } from '../../support/records';
import { fakeEmbedder, piecesOf, supplyOf } from '../../support/run-fakes';
import { rule, smallBundle } from '../../support/small-bundle';

interface Input {
	text: string;
	format: Partial<InputFormat>;
	mapping?: Partial<ColumnMapping>;
	/** The messages of its rows. */
	messages: string[];
}

const TABLE: Partial<InputFormat> = {
	kind: 'csv',
	header: true,
	columns: ['title', 'text', 'truth']
};
const OBJECTS: Partial<InputFormat> = { kind: 'json', columns: ['msg', 'more.detail', 'truth'] };
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

const INPUTS: Record<string, Input> = {
	'quoted cells': {
		text: 'title,text,truth\na,"one ""quoted"" word",Other\nb,"over\ntwo lines, both kept",Other\n',
		format: TABLE,
		mapping: { message: 1, truth: 2 },
		messages: ['one "quoted" word', 'over\ntwo lines, both kept']
	},
	'a quotation that is never closed': {
		text: 'title,text,truth\na,plain words,Other\nb,"never closed,Other\nc,last words,Other\n',
		format: TABLE,
		mapping: { message: 1, truth: 2 },
		messages: ['plain words', '"never closed', 'last words']
	},
	'joined columns': {
		text: 'title,text,truth\nService stopped,by the user,Other\nDisk gone,,Other\n,only text,Other\n',
		format: TABLE,
		mapping: { message: 0, alsoMessage: [1], truth: 2 },
		messages: ['Service stopped\nby the user', 'Disk gone', 'only text']
	},
	'colours in a table': {
		text: `title,text,truth\na,${RED}wr${PLAIN}ong word,Other\nb,right word,Other\n`,
		format: TABLE,
		mapping: { message: 1, truth: 2 },
		messages: ['wrong word', 'right word']
	},
	'fields of objects': {
		text: [
			JSON.stringify({ msg: 'a "quoted" start', more: { detail: 'and more' }, truth: 'Other' }),
			JSON.stringify({ msg: `${RED}red${PLAIN} start`, truth: 'Other' }),
			'no object at all'
		].join('\n'),
		format: OBJECTS,
		mapping: { message: 0, alsoMessage: [1], truth: 2 },
		messages: ['a "quoted" start\nand more', 'red start', 'no object at all']
	},
	'a log line in a field': {
		text: JSON.stringify({
			msg: '2026-01-02 03:04:05,678 ERROR [main] app - disk gone',
			truth: 'Other'
		}),
		format: { ...OBJECTS, lineFormats: ['log4j'] },
		mapping: { message: 0, truth: 2 },
		messages: ['disk gone']
	},
	'plain lines': {
		text: `first line\r\n${RED}sec${PLAIN}ond line\r\nlast line`,
		format: {},
		messages: ['first line', 'second line', 'last line']
	},
	'lines of a format': {
		text: `2026-01-02 03:04:05,678 ERROR [main] app - ${RED}disk${PLAIN} gone\n`,
		format: { lineFormats: ['log4j'], columns: ['time', 'level', 'source', 'message'] },
		mapping: { message: 3, timestamp: 0, level: 1, source: 2 },
		messages: ['disk gone']
	},
	'lines that are joined': {
		text: 'it failed\r\n  at one.place\r\n\r\n  at another.place\r\nnext message\r\n',
		format: { join: { by: 'frames' } },
		messages: ['it failed\r\n  at one.place\r\n\r\n  at another.place', 'next message']
	}
};

/** Any message matches, and none is settled. */
const ANYTHING = rule({
	id: 'anything',
	pattern: '[\\s\\S]',
	then: { route: 'llm' },
	examples: { match: ['x'], leave: [] }
});
const BUNDLE = smallBundle({ rules: [ANYTHING] });
const ignored = (): void => undefined;

/** Classifies an input, stores it as a run of its own, and gives the messages that rules were matched on. */
async function store(runId: string, { text, format, mapping }: Input): Promise<string[]> {
	const cascade = new Cascade(BUNDLE);
	const match = vi.spyOn(cascade.rules, 'match');
	const record = runRecord(runId);
	const choice = {
		format: { ...record.format, ...format },
		mapping: { ...record.mapping, ...mapping }
	};
	const snapshot = await classifyRun({
		...choice,
		pieces: piecesOf([text.slice(0, 9), text.slice(9)]),
		cascade,
		embedders: supplyOf([fakeEmbedder().embed]),
		sink: new RunStore(runId, ignored),
		signal: new AbortController().signal,
		clock: () => performance.now(),
		onProgress: ignored
	});
	const { rows, chunks, templates, sources, extraColumns, rowsByTier } = snapshot;
	const totals = { rows, chunks, templates, sources, extraColumns, rowsByTier };
	await saveRun({
		...record,
		...choice,
		...totals,
		rules: BUNDLE.rules,
		bundleVersion: BUNDLE.version
	});
	return match.mock.calls.map(([message]) => message);
}

beforeAll(() => saveBundle({ id: 'own', bundle: BUNDLE, changedAt: 0 }));

describe.each(Object.entries(INPUTS))('the messages of %s', (name, input) => {
	let classified: string[] = [];
	let stored: StoredRun;
	const rows = input.messages.map((_, row) => row);

	beforeAll(async () => {
		classified = await store(name, input);
		stored = await StoredRun.open(name);
	});

	it('are what the run classified', () => expect(classified).toEqual(input.messages));

	it('are the same row by row and chunk by chunk', async () => {
		expect(await Promise.all(rows.map((row) => stored.message(row)))).toEqual(classified);
		const { message } = await stored.chunk(0);
		expect(rows.map(message)).toEqual(classified);
	});

	it('are the same in table, details, search and exports', async () => {
		const viewer = new Viewer();
		await viewer.open(name);
		await viewer.query({});
		const shown = await viewer.rows(0, rows.length);
		expect(shown.map(({ message }) => message)).toEqual(classified);
		for (const row of rows) {
			const message = classified[row] as string;
			expect((await viewer.detail(row)).message).toBe(message);
			const found = message.includes('\n')
				? {
						text: message.replaceAll('.', '\\.').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
						regex: true
					}
				: { text: message };
			await viewer.query(found);
			expect((await viewer.rows(0, 9)).map(({ index }) => index)).toEqual([row]);
		}
		const choice = { format: 'templates', masked: false } as const;
		expect((await viewer.exportPreview({}, choice)).before).toBe(classified[0]);
		const file = await viewer.export({ ...choice, id: '1', filter: {} }, undefined, ignored);
		const { data } = Papa.parse<string[]>((await file?.text()) ?? '', { skipEmptyLines: true });
		const examples = data.slice(1).map((cells) => cells.at(-1));
		expect(examples.sort()).toEqual([...classified].sort());
	});

	it('are the same in review, rules and drafted rules', async () => {
		const { cards } = await new ReviewSession('').queue(name, true);
		expect(cards.map(({ message }) => message).sort()).toEqual([...classified].sort());
		const { rules } = await tryRules([ANYTHING], name);
		expect(rules[0]?.examples.map(({ message }) => message)).toEqual(classified);
		for (const row of rows) {
			const drafted = await draftFrom(name, stored.table.template[row] as number, 'own-1');
			expect(drafted.examples?.match).toEqual([classified[row]]);
		}
	});

	it.runIf(input.mapping?.truth !== undefined)('are the same in evaluation', async () => {
		const truths = rows.filter((row) => classified[row] !== 'no object at all');
		const labelled = truths.map((row) => classified[row] as string);
		const { errors } = await evaluateRun(name);
		expect(errors.map(({ message }) => message).sort()).toEqual([...labelled].sort());
		const classify = vi.spyOn(Cascade.prototype, 'classifyRows');
		const tools = {
			library: new BundleLibrary(''),
			embedders: new Embedders(),
			onProgress: ignored
		};
		await compareContenders(tools, name, { run: name }, { bundle: 'own' });
		expect(
			classify.mock.calls.flatMap(([rows]) => rows.map(({ message }) => message)).sort()
		).toEqual([...labelled].sort());
		classify.mockRestore();
	});
});
