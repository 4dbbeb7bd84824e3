/**
 * Puts the figures under `docs/benchmarks/` into the tables of `docs/benchmarks.md`.
 *
 *     npm run bench -- --json docs/benchmarks/NAME.json …
 *     npm run bench:tables
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readResults, withTables } from './benchmark-tables';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const page = `${docs}benchmarks.md`;

writeFileSync(page, withTables(readFileSync(page, 'utf8'), readResults(docs)));
