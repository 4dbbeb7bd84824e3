/** The main job in other browsers than the tests are written for: `npm run test:browsers -- --project=firefox`. */
import { defineConfig } from '@playwright/test';
import common from '../../playwright.config';

export default defineConfig(common, {
	testDir: '.',
	globalSetup: '../e2e/global-setup.ts',
	outputDir: '../../test-results/other-browsers',
	reporter: [['list']],
	timeout: 240_000,
	projects: (['chromium', 'firefox', 'webkit'] as const).map((browserName) => ({
		name: browserName,
		use: { browserName }
	}))
});
