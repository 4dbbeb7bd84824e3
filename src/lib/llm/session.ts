import { base } from '$app/paths';
import { runView } from '../session/run';
import { toasts } from '../page/toasts.svelte';
import { LlmSession } from './llm-session.svelte';

/** State of the third sieve in this tab. A module of its own, so that it is loaded with its panel only. */
export const llm = new LlmSession(`${location.origin}${base}/`, runView, toasts);
