import type { EngineOnDevice, LlmEngineKind, ProbedBrowser } from '../engine-kind';

/** The model that a browser brings along, through the Prompt API. That exists on pages only, not in workers. */
export const builtIn: LlmEngineKind = {
	id: 'built-in',
	name: 'the browser',
	tag: 'browser',
	place: 'page',
	suggestions: ['The browser’s own model'],
	assets: [],
	models: [
		{
			id: 'built-in',
			name: 'The browser’s own model',
			licence: 'the browser maker’s terms',
			bytes: 0,
			exactSize: true,
			memoryMegabytes: 0
		}
	],
	probe: async ({ LanguageModel }: ProbedBrowser) =>
		onDevice(
			await LanguageModel?.availability()
				// A browser that refuses to say has none for us.
				.catch(() => 'unavailable')
		)
};

function onDevice(availability: string | undefined): EngineOnDevice {
	const there = availability !== undefined && availability !== 'unavailable';
	const ready = availability === 'available';
	return {
		sentences: !there
			? []
			: ready
				? ['The browser has a model of its own, ready to use.']
				: ['The browser offers a model of its own, which it would download first.'],
		how: 'Runs here.',
		suggested: there,
		downloadsAtStart: there && !ready,
		against: () => (there ? undefined : 'This browser has no model of its own.')
	};
}
