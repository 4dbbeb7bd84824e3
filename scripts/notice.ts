/**
 * Writes `NOTICE`: the works that the built site contains, and their licences.
 *
 *     npm run notice
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noticeText } from './notice/notice-text.ts';

const project = fileURLToPath(new URL('../', import.meta.url));

try {
	writeFileSync(`${project}NOTICE`, noticeText(project));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
