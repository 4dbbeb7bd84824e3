import { base } from '$app/paths';
import { runView, toasts } from '../session.svelte';
import { LlmSession } from './llm-session.svelte';

/** State of the third sieve in this tab. A module of its own, so that it is loaded with its panel only. */
export const llm = new LlmSession(`${location.origin}${base}/`, runView, toasts);
