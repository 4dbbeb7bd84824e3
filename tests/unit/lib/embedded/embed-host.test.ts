import { beforeEach, describe, expect, it, vi } from 'vitest';
import { envelope } from '../../../../src/api/contract';
import { EmbedHost } from '../../../../src/lib/embedded/embed-host';
import type { Engine } from '../../../../src/lib/workers/engine';

const OWN = 'https://winnow.example';
const OTHER = 'https://shop.example';

/** Fake: only what the host uses of a window. */
function fakeParent(): { parent: Window; told: string[] } {
	const told: string[] = [];
	const postMessage = (data: { message: string }): void => void told.push(data.message);
	return { parent: { postMessage } as unknown as Window, told };
}

function connect(parent: Window, origin: string, data: unknown = envelope('connect')) {
	const { port2 } = new MessageChannel();
	return { source: parent, origin, data, ports: [port2] } as unknown as MessageEvent;
}

const engine = {} as Engine;

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
});

describe('EmbedHost', () => {
	it('opens for its own origin without asking', () => {
		const { parent, told } = fakeParent();
		new EmbedHost(engine, parent, OWN, () => undefined).hear(connect(parent, OWN));
		expect(told).toEqual(['open']);
	});

	it('asks for any other origin and remembers a yes for that one alone', () => {
		const { parent, told } = fakeParent();
		const host = new EmbedHost(engine, parent, OWN, () => undefined);
		host.hear(connect(parent, OTHER));
		expect(told).toEqual(['asking']);
		expect(host.asking).toBe(OTHER);
		host.answer(true);
		expect(told).toEqual(['asking', 'open']);

		const later = fakeParent();
		const again = new EmbedHost(engine, later.parent, OWN, () => undefined);
		again.hear(connect(later.parent, OTHER));
		again.hear(connect(later.parent, 'https://shop.example.evil'));
		expect(later.told).toEqual(['open', 'asking']);
	});

	it('refuses, and asks again the next time', () => {
		const { parent, told } = fakeParent();
		const host = new EmbedHost(engine, parent, OWN, () => undefined);
		host.hear(connect(parent, OTHER));
		host.answer(false);
		host.hear(connect(parent, OTHER));
		expect(told).toEqual(['asking', 'refused', 'asking']);
	});

	it('never remembers a page without an origin', () => {
		const { parent, told } = fakeParent();
		const host = new EmbedHost(engine, parent, OWN, () => undefined);
		host.hear(connect(parent, 'null'));
		host.answer(true);
		host.hear(connect(parent, 'null'));
		expect(told).toEqual(['asking', 'open', 'asking']);
	});

	it('hears nobody but the page that embeds it, and no other messages', () => {
		const { parent, told } = fakeParent();
		const host = new EmbedHost(engine, parent, OWN, () => undefined);
		host.hear(connect({} as Window, OWN));
		host.hear(connect(parent, OWN, { channel: 'other', message: 'connect' }));
		host.hear(connect(parent, OWN, null));
		host.hear({ ...connect(parent, OWN), data: envelope('connect'), ports: [] } as MessageEvent);
		expect(told).toEqual([]);
	});
});
