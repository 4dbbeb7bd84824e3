import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{
		ignores: [
			'.cache/',
			'build/',
			'build-cli/',
			'.svelte-kit/',
			'static/',
			'coverage/',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{ languageOptions: { globals: { ...globals.browser, ...globals.node } } },
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		rules: {
			// TypeScript checks this with knowledge of types.
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			// `array[i]!` is a lie as soon as a length changes; the core says `as T` where a loop bound proves it.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'no-console': ['error', { allow: ['warn', 'error'] }]
		}
	},
	{
		files: ['src/cli/**', 'scripts/**', 'training/**', 'tests/**'],
		rules: { 'no-console': 'off' }
	},
	{
		// Playwright reads a fixture's needs from its first parameter's pattern; no needs are an empty one.
		files: ['tests/e2e/**'],
		rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] }
	}
);
