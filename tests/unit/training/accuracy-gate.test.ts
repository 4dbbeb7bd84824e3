import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { heldOutMacroF1 } from '../../../training/gate';

const LEVEL = new URL('../../../training/gate.json', import.meta.url);

it(
	'classifies held-out systems no more than a point worse than recorded',
	{ timeout: 900_000 },
	async () => {
		const { macroF1 } = JSON.parse(readFileSync(LEVEL, 'utf8')) as { macroF1: number };
		expect(await heldOutMacroF1()).toBeGreaterThan(macroF1 - 0.01);
	}
);
