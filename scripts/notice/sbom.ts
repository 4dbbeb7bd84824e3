import { execFileSync } from 'node:child_process';
import { carriedWorks, shippedPackages } from './notice-text.ts';

/** A component of a CycloneDX document, as far as it is looked at here. */
interface Component {
	'bom-ref': string;
	type: string;
	name: string;
	version?: string;
	licenses?: { license: { id?: string; name?: string } }[];
	hashes?: { alg: string; content: string }[];
	externalReferences?: { type: string; url: string }[];
	description?: string;
}

/** A CycloneDX document: https://cyclonedx.org/docs/1.5/json/ */
export interface Sbom {
	bomFormat: string;
	specVersion: string;
	metadata: { component: Component };
	components: Component[];
	dependencies: { ref: string; dependsOn?: string[] }[];
}

/**
 * What the built site contains: npm's list without what is needed only to build and test, and without what changes from
 * one call to the next, then the works that come in no package.
 *
 * @param project folder that holds `package-lock.json` and `node_modules`
 * @throws Error naming a package that the site contains and npm does not list
 */
export function sbom(project: string): Sbom {
	const { bomFormat, specVersion, metadata, components, dependencies } = npmSbom(project);
	const listed = new Map(components.map((one) => [one['bom-ref'], one]));
	const packages = shippedPackages(project).map(({ name, version, license }) => {
		const component = listed.get(`${name}@${version}`);
		if (!component) throw new Error(`npm does not list ${name} ${version}. Run "npm install".`);
		// Some packages say their licence only in a file.
		return component.licenses ? component : { ...component, licenses: [licence(license)] };
	});
	const works = carriedWorks(project).map(({ name, license, home, note }) => ({
		'bom-ref': name,
		type: 'data',
		name,
		description: note,
		licenses: [licence(license)],
		externalReferences: [{ type: 'website', url: home }]
	}));
	const site = { ...metadata.component, type: 'application', name: 'winnow' };
	const kept = new Set([site, ...packages].map((one) => one['bom-ref']));
	return {
		bomFormat,
		specVersion,
		metadata: { component: site },
		components: [...packages, ...works],
		dependencies: dependencies
			.filter(({ ref }) => kept.has(ref))
			.map(({ ref, dependsOn = [] }) => ({
				ref,
				dependsOn: dependsOn.filter((needed) => kept.has(needed))
			}))
	};
}

const licence = (id: string): { license: { id: string } } => ({ license: { id } });

function npmSbom(project: string): Sbom {
	const text = execFileSync(
		'npm',
		['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
		// npm is a script on Windows.
		{ cwd: project, encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' }
	);
	return JSON.parse(text) as Sbom;
}
