import { describe, expect, it } from 'vitest';
import { TemplateTable } from '../../../../src/lib/pipeline/columnar/template-table';
import type { Classification, Tier } from '../../../../src/lib/pipeline/types';

const result = (tier: Tier = 'head'): Classification => ({
	label: 'IOError',
	confidence: 0.9,
	tier,
	certainty: tier === 'none' ? 'unknown' : 'sure',
	family: 'no problem',
	familyConfidence: 1,
	needsReview: tier === 'none',
	top: [],
	embedding: Int8Array.of(1, 2)
});

describe('TemplateTable', () => {
	it('gives each canonical text one position, also those named like object properties', () => {
		const table = new TemplateTable();
		const texts = ['a', 'b', '', '__proto__', 'constructor'];
		expect(texts.map((text) => table.positionOf(text))).toEqual([0, 1, 2, 3, 4]);
		expect(texts.map((text) => table.positionOf(text))).toEqual([0, 1, 2, 3, 4]);
		expect(table.size).toBe(5);
	});

	it('asks for each template once', () => {
		const table = new TemplateTable();
		const at = table.positionOf('a');
		expect([1, 2, 3].map(() => table.countOpenRow(at))).toEqual([true, false, false]);
		table.settle(at, result());
		expect(table.countOpenRow(at)).toBe(false);
	});

	it('counts rows before and after their template is settled, and rule rows apart', () => {
		const table = new TemplateTable();
		const at = table.positionOf('a');
		table.countOpenRow(at);
		table.countOpenRow(at);
		table.countRuleRow(at);
		table.countRuleRow(at);
		expect(table.byTier().rows).toMatchObject({ rule: 2, head: 0 });
		table.settle(at, result());
		table.countOpenRow(at);
		const other = table.positionOf('b');
		table.countOpenRow(other);
		table.settle(other, result('none'));
		expect(table.byTier().rows).toEqual({ rule: 2, head: 3, llm: 0, human: 0, none: 1 });
		expect(table.byTier().templates).toEqual({ rule: 1, head: 1, llm: 0, human: 0, none: 1 });
	});

	it('lists templates without a result, in order', () => {
		const table = new TemplateTable();
		for (const text of ['a', 'b', 'c']) table.positionOf(text);
		table.settle(1, result());
		expect(table.unsettled()).toEqual([
			{ index: 0, canonical: 'a' },
			{ index: 2, canonical: 'c' }
		]);
	});

	it('lets go of an embedding once it is stored, and of nothing else', () => {
		const table = new TemplateTable();
		table.positionOf('a');
		const entry = table.settle(0, result());
		table.release(0);
		expect(entry.result).not.toHaveProperty('embedding');
		expect(entry.result).toMatchObject({ label: 'IOError', confidence: 0.9, tier: 'head' });
		table.positionOf('b');
		expect(() => table.release(1)).not.toThrow();
	});
});
