import { MediaQuery } from 'svelte/reactivity';

/** Whether side information has a column of its own; the style sheets ask for the same width. */
export const wideScreen = new MediaQuery('width >= 1500px');
