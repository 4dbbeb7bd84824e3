import type { Winnow } from '../../api/types';

/** The example of the documentation, which gives NetworkError and IOError. */
export const EXAMPLE_CSV = `source,log_message
app1,Connection failed due to timeout
app2,FileNotFoundError: dataset.csv missing
`;

/** Loads the deployed module, as a page of anybody's would. */
export async function connectModule(moduleUrl: string): Promise<Winnow> {
	const { connect } = (await import(/* @vite-ignore */ moduleUrl)) as {
		connect: () => Promise<Winnow>;
	};
	return connect();
}

/** What a page writes to use the module; a comment behind a line says what that prints. */
export const exampleCode = (moduleUrl: string): string => `import { connect } from '${moduleUrl}';

const winnow = await connect();
const rows = await winnow.classify([
	{ source: 'app1', log_message: 'Connection failed due to timeout' },
	{ source: 'app2', log_message: 'FileNotFoundError: dataset.csv missing' }
]);
console.log(rows[0].target_label, rows[1].target_label); // NetworkError IOError

// Any log, as File, Blob or ReadableStream, row by row while it is read
const log = new File(['2026-11-20 08:00:00 ERROR Connection refused'], 'app.log');
for await (const row of winnow.stream(log, { signal: AbortSignal.timeout(60_000) }))
	console.log(row.target_label, row.certainty); // NetworkError sure

winnow.close();`;
