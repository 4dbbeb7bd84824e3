import { defineConfig } from '@playwright/test';
import base from './playwright.config';
import { SERVERS, type ServerOptions } from './tests/deployment/servers';

/** The built site on servers that people have: `npm run test:deployment`, or of one alone with `-- --project nginx`. */
export default defineConfig<object, ServerOptions>({
	...base,
	testDir: 'tests/deployment',
	globalSetup: './tests/deployment/global-setup.ts',
	outputDir: 'test-results/deployment',
	reporter: [['list'], ['json', { outputFile: 'test-results/deployment.json' }]],
	projects: SERVERS.map((server) => ({ name: server, use: { server } }))
});
