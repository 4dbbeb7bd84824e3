import { createHash } from 'node:crypto';
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
import { serverConfig } from '../../scripts/server-config';
import { cspDirectives } from '../../csp.js';

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

	it.each([
		['nginx', (name: string, value: string) => `add_header ${name} "${value}" always;`, 3],
		['caddy', (name: string, value: string) => `header ${name} "${value}"`, 1]
	] as const)('are those of the configuration of %s', async (server, line, times) => {
		const place = { base: '/winnow', root: '/srv', port: 8080 };
		const config = await serverConfig(server, place);
		for (const [name, value] of Object.entries(COMMON_HEADERS))
			expect(config.split(line(name, value))).toHaveLength(times + 1);
		for (const headers of [PAGE_HEADERS, EMBED_HEADERS, WORKER_HEADERS, FETCHER_HEADERS])
			expect(config).toContain(`"${headers[POLICY]}"`);
		expect(config).not.toContain('{{');
		const own = await serverConfig(server, { ...place, hosts: ['https://models.example'] });
		expect(own).toContain("connect-src 'self' https://models.example;");
		expect(own).not.toContain('huggingface');
	});

	it('end no value of a configuration before its end', async () => {
		const place = { base: '', root: '/srv', port: 8080 };
		await expect(serverConfig('nginx', { ...place, base: '/a;b' })).rejects.toThrow('base path');
		await expect(serverConfig('caddy', { ...place, root: '/a {' })).rejects.toThrow('folder');
	});

	it('are what the image is given', () => {
		const docker = readFileSync('Dockerfile', 'utf8');
		expect(docker).toContain('npx tsx scripts/server-config.ts nginx --base "$BASE_PATH"');
		expect(docker).toContain('COPY --from=build /site/nginx.conf /etc/nginx/conf.d/default.conf');
	});
});

describe('the policy on styles', () => {
	it('allows one in markup: that of the element in which SvelteKit announces a page', () => {
		const source = readFileSync('node_modules/@sveltejs/kit/src/core/sync/write_root.js', 'utf8');
		const [, style = ''] = /id="svelte-announcer"[^>]* style="([^"]*)"/.exec(source) ?? [];
		const hash = createHash('sha256').update(style).digest('base64');
		expect(cspDirectives['style-src']).toEqual(['self', 'unsafe-hashes', `sha256-${hash}`]);
	});
});
