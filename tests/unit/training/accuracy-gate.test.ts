import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { heldOutScores, type GateScores } from '../../../training/gate';

const LEVEL = new URL('../../../training/gate.json', import.meta.url);

it(
	'classifies held-out systems no more than a point worse than recorded, by category and by side',
	{ timeout: 900_000 },
	async () => {
		const recorded = JSON.parse(readFileSync(LEVEL, 'utf8')) as GateScores;
		const { macroF1, side } = await heldOutScores();
		expect(macroF1).toBeGreaterThan(recorded.macroF1 - 0.01);
		expect(side).toBeGreaterThan(recorded.side - 0.01);
	}
);
