import { engine, toasts } from '../session.svelte';
import { Review } from './review.svelte';
import { Teaching } from './teaching.svelte';

/** State of the teaching screens in this tab. A module of its own, so that a first visit does not load it. */
export const teaching = new Teaching(engine, toasts);

export const review = new Review(engine, toasts);
