import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allowedOrigins, ConsentWindow, revokeOrigin } from '../../../../src/lib/embedded/consent';

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
