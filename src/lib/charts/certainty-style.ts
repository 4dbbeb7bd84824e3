import type { Certainty } from '../pipeline/types';

/** How each certainty is called and marked: never by colour alone. */
export const CERTAINTY_STYLES: Record<Certainty, { name: string; glyph: string; help: string }> = {
	sure: { name: 'sure', glyph: '●', help: 'The category is settled.' },
	likely: {
		name: 'likely',
		glyph: '◐',
		help: 'The family is settled, and this is its most probable category.'
	},
	unknown: {
		name: 'unknown',
		glyph: '○',
		help: 'Not even whether it is a problem is settled: the category is a guess.'
	}
};
