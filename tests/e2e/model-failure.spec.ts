/** What the page says when the host does not give the encoder's files as they should be. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { ENCODER_FILES, ENCODER_ID } from '../../src/lib/pipeline/embed/encoder-revision';
import { expect, test, type Deployment } from './deployment';
import { choose, finished, openStart, tableCell } from './steps';

const MODEL = 'onnx/model_quantized.onnx';
const PATH = `models/${ENCODER_ID}/${MODEL}`;
const built = fileURLToPath(new URL(`../../build/${PATH}`, import.meta.url));
// No rule settles it, so that the encoder is needed.
const FILE = { name: 'one.log', content: 'The nightly report was sent to 12 people\n' };

test('a damaged model file is named with what was expected and what came, and can be mended', async ({
	page,
	deployment
}) => {
	const right = await readFile(built);
	const damaged = Buffer.from(right);
	damaged[1_000_000] = (damaged[1_000_000] as number) ^ 1;
	await deployment.write(PATH, damaged);
	await offer(page, deployment);
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('one.log was not classified');
	await expect(alert).toContainText(MODEL);
	await expect(alert).toContainText(
		`expected ${pinned().bytes} bytes, ${pinned().sha256.slice(0, 12)}`
	);
	const actual = createHash('sha256').update(damaged).digest('hex');
	await expect(alert).toContainText(`sha256 ${actual.slice(0, 12)}`);
	await expect(alert).toContainText('Reload the page');
	await test.step('nothing damaged is kept: with the right file it works at once', async () => {
		await deployment.write(PATH, right);
		await alert.getByRole('button', { name: 'Try again' }).click();
		await finished(page);
		await expect(tableCell(page, 0, 'label')).not.toBeEmpty();
	});
});

test('a model file that is cut short is not taken', async ({ page, deployment }) => {
	await deployment.write(PATH, (await readFile(built)).subarray(0, 5_000_000));
	await offer(page, deployment);
	const alert = page.getByRole('alert');
	await expect(alert).toContainText(MODEL);
	await expect(alert).toContainText('5000000 bytes');
});

test('a missing model file says what to do', async ({ page, deployment, problems }) => {
	problems.allow(/404/);
	await deployment.remove(PATH);
	await offer(page, deployment);
	const alert = page.getByRole('alert');
	await expect(alert).toContainText(`${MODEL} could not be fetched: the server answered 404`);
	await expect(alert).toContainText('Was the site deployed with its models?');
	await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible();
	await expect(alert.getByRole('link', { name: 'To the list' })).toBeVisible();
	await expect(page.getByRole('banner').getByText('Ready offline')).toBeHidden();
});

async function offer(page: Page, deployment: Deployment): Promise<void> {
	await openStart(page, deployment.url);
	await choose(page, FILE);
}

const pinned = () => {
	const file = ENCODER_FILES.int8.find(({ path }) => path === MODEL);
	if (!file) throw new Error(`${MODEL} is not among the pinned files`);
	return file;
};
