import { readFileSync } from 'node:fs';
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import ts from 'typescript';

const SOURCES = new URL('../../../src/lib/', import.meta.url);
/** What is stored, and where its types are. */
const STORED: Record<string, readonly string[] | undefined> = {
	'store/schema.ts': undefined,
	'store/text-files.ts': ['TextPlace'],
	'pipeline/types.ts': ['Verdict', 'Classification', 'TemplateEntry', 'RowColumns', 'InputProblem'],
	'pipeline/llm/verdict.ts': ['LlmAnswer'],
	'pipeline/bundle/template-marks.ts': ['TemplateMark', 'OwnMark'],
	'pipeline/bundle/bundle-step.ts': ['BundleStep'],
	'pipeline/read/input-format.ts': ['InputFormat', 'ColumnMapping', 'FileReading']
};

interface DumpedStore {
	keyPath: string | string[] | null;
	indexes: { name: string; keyPath: string | string[] }[];
	/** Key and value of each record. */
	records: [key: unknown, value: unknown][];
}

/** A database as one version of Winnow wrote it. */
export interface StoreDump {
	version: number;
	stores: Record<string, DumpedStore>;
}

/** All stores of a database and what is in them, such that JSON can hold it. */
export async function dumpOf(db: IDBPDatabase): Promise<StoreDump> {
	const stores: StoreDump['stores'] = {};
	for (const name of [...db.objectStoreNames].sort()) {
		const { store } = db.transaction(name);
		const indexes = [...store.indexNames].map((index) => ({
			name: index,
			keyPath: store.index(index).keyPath
		}));
		const { keyPath } = store;
		const [keys, values] = [await store.getAllKeys(), await store.getAll()];
		const records: [unknown, unknown][] = [];
		for (const [at, value] of values.entries()) records.push([keys[at], await encoded(value)]);
		stores[name] = { keyPath, indexes, records };
	}
	return { version: db.version, stores };
}

/** Makes the dump the browser's database, in place of the one that is there. */
export async function restore({ version, stores }: StoreDump): Promise<void> {
	await deleteDB('winnow');
	const db = await openDB('winnow', version, {
		upgrade(created) {
			for (const [name, { keyPath, indexes }] of Object.entries(stores)) {
				const store = created.createObjectStore(name, keyPath === null ? {} : { keyPath });
				for (const index of indexes) store.createIndex(index.name, index.keyPath);
			}
		}
	});
	for (const [name, { keyPath, records }] of Object.entries(stores))
		for (const [key, value] of records)
			await db.put(name, decoded(value), keyPath === null ? (key as IDBValidKey) : undefined);
	db.close();
}

const ARRAYS = {
	Uint8Array,
	Int8Array,
	Uint16Array,
	Int16Array,
	Uint32Array,
	Float32Array,
	Float64Array
};
type ArrayName = keyof typeof ARRAYS;

/** JSON has neither arrays of numbers of one kind, nor blobs, nor numbers that are none. */
async function encoded(value: unknown): Promise<unknown> {
	if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
	if (typeof value !== 'object' || value === null) return value;
	if (value instanceof Blob) return { $blob: await value.text() };
	if (ArrayBuffer.isView(value))
		return { $array: value.constructor.name, of: Array.from(value as Float64Array, finiteOrText) };
	if (Array.isArray(value)) return Promise.all(value.map(encoded));
	const entries = Object.entries(value).filter(([, part]) => part !== undefined);
	const parts = entries.map(async ([key, part]) => [key, await encoded(part)] as const);
	return Object.fromEntries(await Promise.all(parts));
}

const finiteOrText = (number: number): number | string =>
	Number.isFinite(number) ? number : String(number);

function decoded(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(decoded);
	const { $number, $blob, $array, of } = value as Record<string, unknown>;
	if ($number !== undefined) return Number($number);
	if ($blob !== undefined) return new Blob([$blob as string]);
	if ($array !== undefined) return ARRAYS[$array as ArrayName].from((of as unknown[]).map(Number));
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part)]));
}

/** The fields of all that is stored, as the code declares them: `Interface.field`, with a `?` where it may be absent. */
export function storedFields(): string[] {
	const fields: string[] = [];
	for (const [path, wanted] of Object.entries(STORED)) {
		const text = readFileSync(new URL(path, SOURCES), 'utf8');
		const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
		for (const statement of file.statements) {
			if (!ts.isInterfaceDeclaration(statement)) continue;
			const { name, members } = statement;
			if (wanted && !wanted.includes(name.text)) continue;
			for (const { name: field, questionToken } of members)
				fields.push(`${name.text}.${field?.getText(file) ?? ''}${questionToken ? '?' : ''}`);
		}
	}
	return fields.sort();
}
