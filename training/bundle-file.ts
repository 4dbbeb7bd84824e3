import { createHash } from 'node:crypto';
import { parseBundle, type Bundle } from '../src/lib/pipeline/bundle/bundle';

/**
 * Gives a bundle its version: a hash of its content, so that the same corpus gives the same file, byte for byte.
 * @throws Error when the content is no valid bundle
 */
export function withVersion(content: Omit<Bundle, 'version'>): Bundle {
	const bundle = parseBundle({ ...content, version: 'none' });
	const hashed: Partial<Bundle> = { ...bundle };
	delete hashed.version;
	const hash = createHash('sha256').update(JSON.stringify(hashed)).digest('hex');
	return { ...bundle, version: hash.slice(0, 12) };
}

/** A bundle with other rules. The head learned nothing from rules, so it stays as it is. */
export const withRules = (bundle: Bundle, rules: Bundle['rules']): Bundle =>
	withVersion({ ...bundle, rules });
