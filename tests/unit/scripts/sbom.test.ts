import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sbom } from '../../../scripts/notice/sbom';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const bom = sbom(project);

/** `name version` of the packages and names of the other works, as a section of `NOTICE` lists them. */
function noticed(section: string): string[] {
	const notice = readFileSync(`${project}NOTICE`, 'utf8');
	const [, body = ''] = notice.split(`${section}\n${'='.repeat(79)}\n\n`);
	const [list = ''] = body.split(/\n\n[^\n]+\n={79}/);
	return [...list.matchAll(/^(\S.*?): [^:]+, https?:/gm)].map(([, name = '']) => name);
}

describe('the list of what the site contains', () => {
	it('has every package that NOTICE names, with its hash and licence, and no other', () => {
		const packages = bom.components.filter(({ type }) => type === 'library');
		const names = noticed('Packages');
		expect(names.length).toBeGreaterThan(30);
		expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual(names);
		for (const { name, hashes, licenses } of packages) {
			expect(hashes?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
			expect(licenses?.[0]?.license, name).toBeDefined();
		}
	});

	it('has the other works that NOTICE names', () => {
		const works = bom.components.filter(({ type }) => type === 'data').map(({ name }) => name);
		expect(works.length).toBeGreaterThan(2);
		expect(works).toEqual(noticed('Other works'));
	});

	it('is CycloneDX, and names nothing that it does not have', () => {
		expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
		expect(bom.metadata.component).toMatchObject({ name: 'winnow', type: 'application' });
		const refs = [bom.metadata.component, ...bom.components].map((one) => one['bom-ref']);
		expect(new Set(refs).size).toBe(refs.length);
		for (const { ref, dependsOn = [] } of bom.dependencies)
			expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]));
	});

	it('is the same each time', () => {
		expect(sbom(project)).toEqual(bom);
	});
});
