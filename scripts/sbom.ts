/**
 * Writes `sbom.cdx.json`: what the built site contains, as CycloneDX 1.5. Packages are as npm tells them from
 * `package-lock.json`, with their hashes, but only those that the site contains, which are those that `NOTICE` names; other
 * works follow. The same sources give the same bytes.
 *
 *     npm run sbom
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sbom } from './notice/sbom.ts';

const project = fileURLToPath(new URL('../', import.meta.url));

writeFileSync(`${project}sbom.cdx.json`, `${JSON.stringify(sbom(project), undefined, '\t')}\n`);
console.log('sbom.cdx.json');
