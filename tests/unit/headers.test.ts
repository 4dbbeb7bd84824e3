import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	COMMON_HEADERS,
	EMBED_HEADERS,
	FETCHER,
	FETCHER_HEADERS,
	headerRules,
	headersFile,
	PAGE_HEADERS,
	PAGES,
	WORKER_HEADERS,
	WORKERS
} from '../../headers.js';

const POLICY = 'Content-Security-Policy';
const routes = readdirSync('src/routes', { withFileTypes: true });

/** What a host that joins all rules of a path sends. */
function sentFor(path: string): Record<string, string[]> {
	const sent: Record<string, string[]> = {};
	for (const { path: pattern, headers } of headerRules('/winnow')) {
		const escaped = pattern.replace(/[.]/g, '\\.').replace('*', '.*').replace(':page', '[^/]+');
		if (!new RegExp(`^${escaped}$`).test(path)) continue;
		for (const [name, value] of Object.entries(headers)) (sent[name] ??= []).push(value);
	}
	return sent;
}

describe('the headers of the site', () => {
	it('cover every page, and let only /embed be framed', () => {
		const pages = routes
			.filter(
				(route) => route.isDirectory() && existsSync(join('src/routes', route.name, '+page.svelte'))
			)
			.map(({ name }) => name)
			.filter((name) => name !== 'embed');
		expect([...PAGES].sort()).toEqual(['', ...pages].sort());
		for (const path of [...PAGES.map((page) => (page === '' ? '' : `${page}/`)), 'teach/rules/']) {
			const sent = sentFor(`/winnow/${path}`);
			expect(sent[POLICY]).toEqual([PAGE_HEADERS[POLICY]]);
			expect(sent['Cross-Origin-Opener-Policy']).toEqual(['same-origin']);
			expect(sent['X-Content-Type-Options']).toEqual(['nosniff']);
		}
		expect(PAGE_HEADERS[POLICY]).toContain("frame-ancestors 'none'");
		const embed = sentFor('/winnow/embed/');
		expect(embed[POLICY]).toEqual([EMBED_HEADERS[POLICY]]);
		expect(EMBED_HEADERS[POLICY]).not.toContain('frame-ancestors');
		expect(embed['Cross-Origin-Opener-Policy']).toBeUndefined();
	});

	it('let only the model fetcher reach another host', () => {
		const scripts = readdirSync('src/workers', { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.worker.ts'))
			.map((path) => basename(path, '.worker.ts'));
		expect([...WORKERS, FETCHER].sort()).toEqual(scripts.sort());
		for (const name of scripts) {
			const [policy, ...more] =
				sentFor(`/winnow/_app/immutable/workers/${name}.worker-Ab1.js`)[POLICY] ?? [];
			expect(more).toEqual([]);
			expect(policy?.includes('huggingface')).toBe(name === FETCHER);
			expect(policy).toContain("default-src 'self'");
		}
	});

	it('stand in the file that Netlify and Cloudflare read', () => {
		const file = headersFile('/winnow');
		expect(file).toContain('/winnow/embed/\n  Content-Security-Policy: object-src');
		expect(file.split('\n\n')).toHaveLength(headerRules('/winnow').length);
	});

	it('are those of render.yaml', () => {
		const yaml = readFileSync('render.yaml', 'utf8');
		for (const { path, headers } of headerRules(''))
			for (const [name, value] of Object.entries(headers)) {
				const place = path.includes(':page') ? '/teach/*' : path;
				const quoted = [value, `'${value.replaceAll("'", "''")}'`, JSON.stringify(value)];
				const entries = quoted.map(
					(text) => `      - path: ${place}\n        name: ${name}\n        value: ${text}\n`
				);
				expect(
					entries.some((entry) => `${yaml}\n`.includes(entry)),
					`${place} ${name}`
				).toBe(true);
			}
	});

	it('are those of the Dockerfile', () => {
		const docker = readFileSync('Dockerfile', 'utf8');
		for (const [name, value] of Object.entries(COMMON_HEADERS))
			expect(docker.split(`add_header ${name} "${value}" always;`)).toHaveLength(4);
		for (const headers of [PAGE_HEADERS, EMBED_HEADERS, WORKER_HEADERS, FETCHER_HEADERS])
			expect(docker).toContain(`"${headers[POLICY]}";`);
	});
});
