import { defineConfig } from 'vitest/config';

/** Apart from the other tests: a cluster beside them would slow down those with a limit of time. */
export default defineConfig({
	test: {
		include: ['tests/spark/**/*.test.ts'],
		reporters: ['default', ['json', { outputFile: 'test-results/spark.json' }]]
	}
});
