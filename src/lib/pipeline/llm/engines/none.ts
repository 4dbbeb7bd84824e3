import type { LlmEngineKind } from '../engine-kind';

/** Stands for a browser in which nothing can run a language model. */
export const none: LlmEngineKind = {
	id: 'none',
	name: 'no language model',
	tag: '',
	place: 'nowhere',
	models: [],
	suggestions: [],
	assets: [],
	probe: async () => ({
		sentences: [],
		how: 'No model can run in this browser. Nothing else is lost: such rows keep the best guess and wait for your review.',
		suggested: false,
		downloadsAtStart: false,
		against: () => 'No model can run in this browser.'
	})
};
