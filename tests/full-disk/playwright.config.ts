/** A disk that is really full; `run.sh` mounts one and starts this. */
import { defineConfig } from '@playwright/test';
import common from '../../playwright.config';

export default defineConfig(common, {
	testDir: '.',
	globalSetup: '../e2e/global-setup.ts',
	outputDir: '../../test-results/full-disk',
	reporter: [['list']],
	timeout: 480_000
});
