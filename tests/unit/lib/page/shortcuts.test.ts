import { beforeEach, describe, expect, it, vi } from 'vitest';

/** As much of an element as the shortcuts look at. */
class FakeElement {
	constructor(
		private readonly tag: string,
		readonly isContentEditable = false
	) {}

	matches(selector: string): boolean {
		return selector.split(', ').includes(this.tag);
	}
}

let stored: Map<string, string>;

beforeEach(() => {
	stored = new Map();
	// Nothing is drawn here: a state that tells nobody of its changes will do.
	vi.stubGlobal('$state', <T>(value: T): T => value);
	vi.stubGlobal('HTMLElement', FakeElement);
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => stored.get(key) ?? null,
		setItem: (key: string, value: string) => void stored.set(key, value),
		removeItem: (key: string) => void stored.delete(key)
	});
	return () => vi.unstubAllGlobals();
});

const { isTyping, Shortcuts } = await import('../../../../src/lib/page/shortcuts.svelte');

const element = (tag: string, editable?: boolean): EventTarget =>
	new FakeElement(tag, editable) as unknown as EventTarget;
const press = (key: string, change: Partial<KeyboardEvent> = {}): KeyboardEvent =>
	({
		key,
		ctrlKey: false,
		metaKey: false,
		altKey: false,
		target: null,
		...change
	}) as KeyboardEvent;

describe('isTyping', () => {
	it('is so in fields and in text that can be edited', () => {
		for (const tag of ['input', 'textarea', 'select']) expect(isTyping(element(tag))).toBe(true);
		expect(isTyping(element('div', true))).toBe(true);
	});

	it('is not so elsewhere', () => {
		for (const tag of ['button', 'div', 'body']) expect(isTyping(element(tag))).toBe(false);
		expect(isTyping(null)).toBe(false);
		expect(isTyping(new EventTarget())).toBe(false);
	});
});

describe('Shortcuts', () => {
	it('take their key alone', () => {
		const shortcuts = new Shortcuts();
		expect(shortcuts.matches(press('j'), 'j')).toBe(true);
		expect(shortcuts.matches(press('?', { shiftKey: true }), '?')).toBe(true);
		expect(shortcuts.matches(press('k'), 'j')).toBe(false);
		for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
			expect(shortcuts.matches(press('j', { [modifier]: true }), 'j')).toBe(false);
	});

	it('leave the keys to whoever is typing', () => {
		const shortcuts = new Shortcuts();
		expect(shortcuts.matches(press('j', { target: element('input') }), 'j')).toBe(false);
		expect(shortcuts.matches(press('j', { target: element('button') }), 'j')).toBe(true);
	});

	it('can be turned off, and stay off', () => {
		const shortcuts = new Shortcuts();
		shortcuts.setEnabled(false);
		expect(shortcuts.matches(press('j'), 'j')).toBe(false);
		const later = new Shortcuts();
		later.restore();
		expect(later.enabled).toBe(false);
		later.setEnabled(true);
		expect(stored.size).toBe(0);
		const last = new Shortcuts();
		last.restore();
		expect(last.enabled).toBe(true);
	});

	it('work where nothing can be stored', () => {
		const refuse = (): never => {
			throw new DOMException('forbidden', 'SecurityError');
		};
		vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
		const shortcuts = new Shortcuts();
		shortcuts.restore();
		expect(shortcuts.enabled).toBe(true);
		shortcuts.setEnabled(false);
		expect(shortcuts.enabled).toBe(false);
	});
});
