import { beforeEach, describe, expect, it, vi } from 'vitest';
import { requestIn } from '../../../../src/api/contract';
import { allowedOrigins, ConsentWindow, revokeOrigin } from '../../../../src/lib/embedded/consent';
import { serveApi } from '../../../../src/lib/embedded/embedded-api';
import type { Engine } from '../../../../src/lib/workers/engine';

const OWN = 'https://winnow.example';
const OTHER = 'https://shop.example';

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
});

/** A consent window with what it told its opener and whom it asked about. */
function consentWindow() {
	const told: unknown[] = [];
	const asked: string[] = [];
	const opener = { postMessage: (data: unknown) => told.push(data) } as unknown as Window;
	const consent = new ConsentWindow(opener, OWN, (origin) => asked.push(origin));
	const hear = (data: unknown, source: Window = opener, origin = OWN): void =>
		consent.hear({ source, origin, data } as unknown as MessageEvent);
	return { consent, told, asked, hear };
}

describe('ConsentWindow', () => {
	it('asks once, remembers a yes, and asks no more until it is revoked', () => {
		const first = consentWindow();
		first.hear({ consent: 'asked', origin: OTHER });
		expect(first.asked).toEqual([OTHER]);
		first.consent.answer(true);
		expect(first.told).toEqual([{ consent: 'answer', allow: true }]);
		expect(allowedOrigins()).toEqual([OTHER]);
		const second = consentWindow();
		second.hear({ consent: 'asked', origin: OTHER });
		expect([second.asked, second.told]).toEqual([[], [{ consent: 'answer', allow: true }]]);
		revokeOrigin(OTHER);
		const third = consentWindow();
		third.hear({ consent: 'asked', origin: OTHER });
		expect([third.asked, third.told]).toEqual([[OTHER], []]);
	});

	it('hears nobody but its opener on its own origin, remembers no refusal and no page without an origin', () => {
		const { consent, asked, hear, told } = consentWindow();
		hear({ consent: 'asked', origin: OTHER }, {} as Window);
		hear({ consent: 'asked', origin: OTHER }, undefined, OTHER);
		consent.answer(true);
		expect([asked, told, allowedOrigins()]).toEqual([[], [], []]);
		hear({ consent: 'asked', origin: 'null' });
		consent.answer(true);
		expect(allowedOrigins()).toEqual([]);
	});
});

describe('requestIn', () => {
	it('takes two kinds of messages, and only their fields', () => {
		const request = { type: 'classify', id: 1, csv: 'a', as: 'csv' };
		expect(requestIn({ ...request, more: 1 })).toEqual(request);
		expect(requestIn({ type: 'cancel', id: 2, csv: 'a' })).toEqual({ type: 'cancel', id: 2 });
	});

	it.each([
		null,
		'classify',
		{ type: 'classify', id: '1', csv: 'a', as: 'csv' },
		{ type: 'classify', id: 1, csv: {}, as: 'csv' },
		{ type: 'classify', id: 1, csv: 'a', as: 'constructor' },
		{ type: 'GET', id: 'x', path: ['__proto__', 'constructor'] },
		{ type: 'SET', id: 'x', path: ['__proto__', 'polluted'], value: { type: 'RAW', value: 1 } },
		{ type: 'APPLY', id: 'x', path: ['constructor', 'constructor'], argumentList: [] }
	])('takes %j for none', (data) => {
		expect(requestIn(data)).toBeUndefined();
	});
});

describe('serveApi', () => {
	it('answers calls of its own port, and says nothing to anything else', async () => {
		const engine = {
			classifier: () => Promise.reject(new Error('no classifier here'))
		} as unknown as Engine;
		const { port1, port2 } = new MessageChannel();
		serveApi(engine, port2);
		const answers: unknown[] = [];
		const done = new Promise<void>((resolve) => {
			port1.onmessage = ({ data }) => {
				answers.push(data);
				resolve();
			};
		});
		port1.postMessage({ type: 'APPLY', id: 'x', path: ['constructor'], argumentList: [] });
		port1.postMessage({ type: 'classify', id: 7, csv: 'log_message\na\n', as: 'rows' });
		await done;
		expect(answers).toEqual([{ type: 'error', id: 7, message: 'no classifier here' }]);
		port1.close();
		port2.close();
	});
});
