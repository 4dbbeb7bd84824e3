import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clearSettings, savedSettings, takeSettings } from '../../../../src/lib/page/settings';
import { isNearlyFull } from '../../../../src/lib/page/storage-room';

/** As local storage is: what is stored are its own keys. */
class FakeStorage {
	[key: string]: unknown;

	getItem(key: string): unknown {
		return this[key] ?? null;
	}

	setItem(key: string, value: string): void {
		this[key] = value;
	}

	removeItem(key: string): void {
		Reflect.deleteProperty(this, key);
	}
}

beforeEach(() => {
	vi.stubGlobal('localStorage', new FakeStorage());
	vi.stubGlobal('sessionStorage', new FakeStorage());
	localStorage.setItem('winnow-theme', 'dark');
	localStorage.setItem('winnow.api-origins', 'https://other.example');
	localStorage.setItem('of another site', 'x');
	sessionStorage.setItem('winnow.api-allowed', 'https://other.example');
});

afterEach(() => vi.unstubAllGlobals());

it('settings are the choices of this site, without what other sites are allowed', () => {
	expect(savedSettings()).toEqual({ 'winnow-theme': 'dark' });
});

it('a file gives no permissions, and writes nothing of others', () => {
	takeSettings({
		'winnow.zone': 'utc',
		'winnow.api-origins': 'https://evil.example',
		'of another site': 'y'
	});
	expect({ ...localStorage }).toEqual({
		'winnow-theme': 'dark',
		'winnow.zone': 'utc',
		'winnow.api-origins': 'https://other.example',
		'of another site': 'x'
	});
});

it('all of this site are forgotten, permissions too', () => {
	clearSettings();
	expect({ ...localStorage }).toEqual({ 'of another site': 'x' });
	expect({ ...sessionStorage }).toEqual({});
});

it('storage is nearly full from nine tenths on, with what is to come', () => {
	expect(isNearlyFull({ usage: 89, quota: 100 })).toBe(false);
	expect(isNearlyFull({ usage: 89, quota: 100 }, 2)).toBe(true);
});
