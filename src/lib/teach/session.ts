import { engine } from '../session.svelte';
import { toasts } from '../page/toasts.svelte';
import { Answers } from './answers.svelte';
import { Evaluate } from './evaluate.svelte';
import { Review } from './review.svelte';
import { RuleBench } from './rule-bench.svelte';
import { Thresholds } from './thresholds.svelte';
import { Teaching } from './teaching.svelte';
import { Train } from './train.svelte';

/** State of the teaching screens in this tab. A module of its own, so that a first visit does not load it. */
export const teaching = new Teaching(engine, toasts);
export const review = new Review(engine, toasts);
export const answers = new Answers(engine, toasts);
export const train = new Train(engine, toasts);
export const evaluation = new Evaluate(engine);
export const thresholds = new Thresholds(engine);
export const ruleBench = new RuleBench(engine);
