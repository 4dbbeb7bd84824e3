import { defineConfig } from '@playwright/test';

export default defineConfig({
	testDir: 'tests/e2e',
	globalSetup: './tests/e2e/global-setup.ts',
	// The tests measure and fill both cores; two at a time would disturb each other.
	workers: 1,
	fullyParallel: false,
	// Nothing here may depend on luck.
	retries: 0,
	forbidOnly: Boolean(process.env['CI']),
	timeout: 90_000,
	expect: { timeout: 15_000 },
	outputDir: 'test-results/e2e',
	reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]]
});
