import { join } from 'node:path';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import type { DefaultLabel } from '../src/lib/pipeline/bundle/default-labels';
import { readCorpus, type Level } from './corpus';
import { seededRandom } from './random';
import { SETTINGS } from './settings';
import { fillSlots } from './slots';

/** One distinct canonical text of the corpus. */
export interface LabelledText {
	message: string;
	canonical: string;
	label: DefaultLabel;
	also: readonly DefaultLabel[];
	/** Corpus file: the group that a split must keep together. */
	system: string;
	source: string;
	level: Level;
	/** Share in the loss. */
	weight: number;
}

const CORPUS = join(import.meta.dirname, 'corpus');

/** Fills the corpus' slots with the seed of the settings, and keeps the first of every canonical text. */
export function labelledTexts(): LabelledText[] {
	const random = seededRandom(SETTINGS.seed);
	const texts = new Map<string, LabelledText>();
	for (const entry of readCorpus(CORPUS)) {
		for (let filling = 0; filling < SETTINGS.fillings; filling++) {
			const message = fillSlots(entry.template, random);
			const canonical = canonicalise(message);
			if (canonical === '' || texts.has(canonical)) continue;
			const source = entry.sources[filling % entry.sources.length] ?? '';
			const { label, also, file: system, level } = entry;
			texts.set(canonical, {
				message,
				canonical,
				label,
				also,
				system,
				source,
				level,
				weight: weightOf(system)
			});
		}
	}
	return [...texts.values()];
}

function weightOf(system: string): number {
	const part = Object.entries(SETTINGS.partWeights).find(([prefix]) => system.startsWith(prefix));
	return part?.[1] ?? 1;
}
