import type { Winnow } from '../../api/winnow';

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

/** What a page writes to use the module. */
export const exampleCode = (moduleUrl: string): string => `import { connect } from '${moduleUrl}';

const winnow = await connect();
const rows = await winnow.classify([
	{ source: 'app1', log_message: 'Connection failed due to timeout' },
	{ source: 'app2', log_message: 'FileNotFoundError: dataset.csv missing' }
]);
// rows[0].target_label is 'NetworkError', rows[1].target_label is 'IOError'
const csv = await winnow.classifyCsv(file, {
	onProgress: ({ phase, fraction }) => console.log(phase, fraction),
	signal: AbortSignal.timeout(60_000)
});
winnow.close();`;
