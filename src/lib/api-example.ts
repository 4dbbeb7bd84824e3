import type { Winnow } from '../api/winnow';

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
