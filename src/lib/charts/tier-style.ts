import type { Severity, Tier } from '../pipeline/types';

export interface MarkStyle {
	name: string;
	/** A shape, so that the colour is never the only sign. */
	glyph: string;
	/** CSS custom property of its colour. */
	token: string;
}

export const TIER_STYLES: Record<Tier, MarkStyle> = {
	rule: { name: 'Rules', glyph: '■', token: '--tier-rule' },
	head: { name: 'Model', glyph: '●', token: '--tier-head' },
	llm: { name: 'Language model', glyph: '▲', token: '--tier-llm' },
	human: { name: 'By hand', glyph: '✎', token: '--tier-human' },
	none: { name: 'Unknown', glyph: '○', token: '--tier-none' }
};

export const SEVERITY_STYLES: Record<Severity, MarkStyle> = {
	critical: { name: 'Critical', glyph: '‼', token: '--severity-critical' },
	error: { name: 'Error', glyph: '!', token: '--severity-error' },
	warning: { name: 'Warning', glyph: '△', token: '--severity-warning' },
	info: { name: 'Info', glyph: '·', token: '--severity-info' },
	debug: { name: 'Debug', glyph: '–', token: '--severity-debug' }
};
