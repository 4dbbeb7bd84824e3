import type { BrowserContext, Page } from '@playwright/test';

/** An answer for messages that contain some text. */
export type FakeAnswer = readonly [contains: string, answer: string];

/** How the fake behaves. */
interface FakeBehaviour {
	/** Milliseconds of each answer, and between two shares of the download. */
	delay?: number;
	/** Shares of a download that the browser has to make first, in [0, 1]; none: the model is there. */
	download?: readonly number[];
	/** What the first starts fail with, in turn. */
	failures?: readonly string[];
}

interface FakeGlobals {
	fakePrompts?: number;
	LanguageModel?: unknown;
}

/**
 * FAKE, for tests only: stands in for the browser's own model (the Prompt API), behind the site's real engine for it.
 * It answers what it is told for the message that it is asked about, and `Unclassified` for every other; the former are
 * problems where it is asked for the side.
 */
export async function installFakeModel(
	context: BrowserContext,
	answers: readonly FakeAnswer[],
	{ delay = 0, download = [], failures = [] }: FakeBehaviour = {}
): Promise<void> {
	await context.addInitScript(
		({ told, milliseconds, shares, errors }) => {
			const wait = () => new Promise((resolve) => setTimeout(resolve, milliseconds));
			const reasons = [...errors];
			const globals = globalThis as FakeGlobals;
			const answerTo = (text: string): string => {
				const asked = text.slice(text.lastIndexOf('\nMessage: '));
				const found = told.find(([contains]) => asked.includes(contains));
				if (asked.includes('something is wrong'))
					return `{"label":"${found ? 'problem' : 'no problem'}"}`;
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
				availability: async () => (shares.length > 0 ? 'downloadable' : 'available'),
				create: async ({ monitor }: { monitor?: (target: EventTarget) => void }) => {
					const reason = reasons.shift();
					if (reason !== undefined) throw new Error(reason);
					const target = new EventTarget();
					monitor?.(target);
					for (const loaded of shares) {
						target.dispatchEvent(new ProgressEvent('downloadprogress', { loaded, total: 1 }));
						await wait();
					}
					return session;
				}
			};
		},
		{ told: answers, milliseconds: delay, shares: download, errors: failures }
	);
}

/** How often the fake was asked since the page was loaded. */
export const fakePrompts = (page: Page): Promise<number> =>
	page.evaluate(() => (globalThis as FakeGlobals).fakePrompts ?? 0);
