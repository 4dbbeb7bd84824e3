import type { BrowserContext, Page } from '@playwright/test';

/** An answer for messages that contain some text. */
export type FakeAnswer = readonly [contains: string, answer: string];

interface FakeGlobals {
	fakePrompts?: number;
	LanguageModel?: unknown;
}

/**
 * FAKE, for tests only: stands in for the browser's own model (the Prompt API), behind the site's real engine for it.
 * It answers what it is told for the message that it is asked about, and `Unclassified` for every other.
 *
 * @param delay milliseconds of each answer
 */
export async function installFakeModel(
	context: BrowserContext,
	answers: readonly FakeAnswer[],
	delay = 0
): Promise<void> {
	await context.addInitScript(
		({ told, milliseconds }) => {
			const globals = globalThis as FakeGlobals;
			const answerTo = (text: string): string => {
				const asked = text.slice(text.lastIndexOf('\nMessage: '));
				const found = told.find(([contains]) => asked.includes(contains));
				return found?.[1] ?? '{"label":"Unclassified"}';
			};
			const session = {
				prompt: (text: string, { signal }: { signal: AbortSignal }) =>
					new Promise((resolve, reject) => {
						globals.fakePrompts = (globals.fakePrompts ?? 0) + 1;
						signal.addEventListener('abort', () => reject(new Error('aborted')));
						setTimeout(() => resolve(answerTo(text)), milliseconds);
					}),
				clone: async () => session,
				destroy: () => undefined
			};
			globals.LanguageModel = {
				availability: async () => 'available',
				create: async () => session
			};
		},
		{ told: answers, milliseconds: delay }
	);
}

/** How often the fake was asked since the page was loaded. */
export const fakePrompts = (page: Page): Promise<number> =>
	page.evaluate(() => (globalThis as FakeGlobals).fakePrompts ?? 0);
