import { readPreference, writePreference } from './preferences';
import { THEME_STORAGE_KEY } from './theme-storage';

export type Theme = 'system' | 'light' | 'dark';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

/** The colour theme: as the system, or as the user chose. */
export class ThemeChoice {
	current = $state<Theme>('system');

	/** Takes up what was remembered. Call once in the browser. */
	restore(): void {
		const stored = readPreference(THEME_STORAGE_KEY);
		this.#apply(stored === 'light' || stored === 'dark' ? stored : 'system');
	}

	/** Steps through system, light and dark. */
	next(): void {
		this.#apply(NEXT[this.current]);
		writePreference(THEME_STORAGE_KEY, this.current === 'system' ? undefined : this.current);
	}

	#apply(theme: Theme): void {
		this.current = theme;
		const { dataset } = document.documentElement;
		if (theme === 'system') delete dataset.theme;
		else dataset.theme = theme;
	}
}
