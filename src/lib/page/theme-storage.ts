/** Where the chosen theme is remembered; absent means: as the system. */
export const THEME_STORAGE_KEY = 'winnow-theme';
