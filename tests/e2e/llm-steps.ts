import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** Opens the panel of the third sieve on a run's page. */
export async function openPanel(page: Page): Promise<Locator> {
	await page.getByRole('button', { name: 'Ask a language model' }).click();
	const panel = page.getByRole('dialog', { name: 'Ask a language model' });
	await expect(panel.getByRole('group', { name: 'Model' })).toBeVisible();
	return panel;
}

/** Chooses a model by its id, and a host of the test's own to fetch it from. */
export async function useHost(panel: Locator, url: string, model: string): Promise<void> {
	await panel.locator(`input[value="${model}"]`).check();
	await panel.getByLabel(/^Model host/).fill(url);
	await panel.getByLabel(/^Model host/).blur();
}
