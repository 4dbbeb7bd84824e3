import { pick } from './random';

/**
 * Seeded values for the `{slot}` names of the corpus. Every filler takes a random source (uniform in [0, 1)) and returns
 * text in the form that real systems print, so that the canonicaliser meets realistic variable parts.
 */
export type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const hex = (random: Random, length: number): string =>
	Array.from({ length }, () => below(random, 16).toString(16)).join('');
const two = (value: number): string => String(value).padStart(2, '0');

const HOSTS = ['web', 'db', 'node', 'app', 'cache', 'edge', 'build', 'mail', 'gw', 'store'];
const USERS = [
	'alice',
	'bob',
	'jsmith',
	'mkoch',
	'root',
	'deploy',
	'svc_backup',
	'oracle',
	'postgres',
	'www-data',
	'nina',
	'tlee'
];
const DOMAINS = ['example.com', 'corp.example', 'internal', 'lan.example.net', 'acme.test'];
const DIRS = [
	'/var/log',
	'/opt/app',
	'/usr/lib',
	'/srv/data',
	'/home/alice',
	'/tmp',
	'/mnt/vol1',
	'/etc'
];
const STEMS = [
	'report',
	'config',
	'index',
	'dataset',
	'session',
	'upload',
	'journal',
	'archive',
	'schema',
	'cache'
];
const EXTENSIONS = ['log', 'csv', 'json', 'xml', 'dat', 'tmp', 'conf', 'db'];
const WORDS = [
	'alpha',
	'orders',
	'billing',
	'catalog',
	'nightly',
	'primary',
	'metrics',
	'import',
	'stage',
	'invoice',
	'search',
	'audit'
];
const CLASSES = [
	'OrderService',
	'SessionManager',
	'BlockStore',
	'EventLoop',
	'TaskRunner',
	'CacheRegion',
	'UserRepository',
	'PacketReader',
	'JobQueue',
	'RenderPass'
];
const FUNCTIONS = [
	'handleRequest',
	'process_batch',
	'onMessage',
	'readHeader',
	'init_device',
	'flushBuffers',
	'do_commit',
	'parseToken'
];
const PACKAGES = ['com.example.shop', 'org.acme.core', 'net.sample.io', 'io.demo.worker'];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'];
const AGENTS = [
	'Mozilla/5.0 (X11; Linux x86_64)',
	'curl/8.4.0',
	'python-requests/2.31.0',
	'kube-probe/1.28',
	'okhttp/4.12.0'
];

export const SLOTS: Record<string, (random: Random) => string> = {
	n: (r) => String(below(r, 100)),
	int: (r) => String(below(r, 10 ** (1 + below(r, 6)))),
	big: (r) => String(1_000_000 + below(r, 9_000_000_000)),
	float: (r) => (r() * 10 ** below(r, 4)).toFixed(1 + below(r, 3)),
	pct: (r) => String(below(r, 101)),
	hex: (r) => hex(r, 8),
	hex16: (r) => hex(r, 16),
	sha: (r) => hex(r, 40),
	uuid: (r) => [8, 4, 4, 4, 12].map((length) => hex(r, length)).join('-'),
	ip: (r) => `${10 + below(r, 200)}.${below(r, 256)}.${below(r, 256)}.${1 + below(r, 254)}`,
	ipv6: (r) => `fe80::${hex(r, 4)}:${hex(r, 4)}:${hex(r, 4)}:${hex(r, 4)}`,
	mac: (r) => Array.from({ length: 6 }, () => hex(r, 2)).join(':'),
	port: (r) => String(pick(r, [22, 80, 443, 3306, 5432, 6379, 8080, 9092, 1024 + below(r, 60000)])),
	host: (r) => `${pick(r, HOSTS)}-${two(below(r, 40))}`,
	fqdn: (r) => `${pick(r, HOSTS)}${below(r, 40)}.${pick(r, DOMAINS)}`,
	url: (r) => `https://${pick(r, HOSTS)}.${pick(r, DOMAINS)}/${pick(r, WORDS)}/${below(r, 9999)}`,
	upath: (r) => `/api/v${1 + below(r, 3)}/${pick(r, WORDS)}/${below(r, 99999)}`,
	path: (r) =>
		`${pick(r, DIRS)}/${pick(r, WORDS)}/${pick(r, STEMS)}-${below(r, 999)}.${pick(r, EXTENSIONS)}`,
	dir: (r) => `${pick(r, DIRS)}/${pick(r, WORDS)}`,
	file: (r) => `${pick(r, STEMS)}${r() < 0.5 ? `_${below(r, 999)}` : ''}.${pick(r, EXTENSIONS)}`,
	winpath: (r) =>
		`C:\\${pick(r, ['Windows', 'ProgramData', 'Users'])}\\${pick(r, WORDS)}\\${pick(r, STEMS)}.${pick(r, EXTENSIONS)}`,
	user: (r) => pick(r, USERS),
	email: (r) => `${pick(r, USERS)}@${pick(r, DOMAINS)}`,
	id: (r) => Array.from({ length: 8 }, () => below(r, 36).toString(36)).join(''),
	word: (r) => pick(r, WORDS),
	name: (r) => pick(r, CLASSES),
	pkg: (r) => `${pick(r, PACKAGES)}.${pick(r, CLASSES)}`,
	func: (r) => pick(r, FUNCTIONS),
	iface: (r) => `${pick(r, ['eth', 'ens', 'bond', 'wlan', 'ge-0/0/'])}${below(r, 8)}`,
	dev: (r) => pick(r, ['sda', 'sdb1', 'nvme0n1', 'dm-3', 'md0', 'vdb']),
	ts: (r) =>
		`20${20 + below(r, 6)}-${two(1 + below(r, 12))}-${two(1 + below(r, 28))}T${two(below(r, 24))}:${two(below(r, 60))}:${two(below(r, 60))}Z`,
	date: (r) => `20${20 + below(r, 6)}-${two(1 + below(r, 12))}-${two(1 + below(r, 28))}`,
	time: (r) => `${two(below(r, 24))}:${two(below(r, 60))}:${two(below(r, 60))}`,
	dur: (r) =>
		pick(r, [
			`${below(r, 5000)}ms`,
			`${(r() * 60).toFixed(2)}s`,
			`${below(r, 600)} ms`,
			`${1 + below(r, 90)} seconds`
		]),
	size: (r) =>
		pick(r, [
			`${1 + below(r, 900)} KB`,
			`${(r() * 64).toFixed(1)} GiB`,
			`${below(r, 4096)}MB`,
			`${below(r, 900)}M`
		]),
	bytes: (r) => String(below(r, 100_000_000)),
	ver: (r) => `${below(r, 12)}.${below(r, 30)}.${below(r, 20)}`,
	pid: (r) => String(100 + below(r, 65_000)),
	tid: (r) => `${pick(r, ['pool-1-thread-', 'worker-', 'http-nio-8080-exec-'])}${below(r, 64)}`,
	table: (r) =>
		pick(r, ['orders', 'public.users', 'invoice_lines', 'sessions', 'audit_log', 'dbo.Customers']),
	queue: (r) =>
		pick(r, ['orders.incoming', 'mail-out', 'billing.events', 'jobs:default', 'retry-queue']),
	svc: (r) =>
		pick(r, [
			'checkout',
			'payments',
			'inventory',
			'auth-service',
			'reporting',
			'gateway',
			'notifier'
		]),
	country: (r) => pick(r, ['DE', 'US', 'FR', 'JP', 'BR', 'IN']),
	ua: (r) => pick(r, AGENTS),
	method: (r) => pick(r, METHODS),
	s2xx: (r) => pick(r, ['200', '201', '204', '206']),
	s3xx: (r) => pick(r, ['301', '302', '304', '307']),
	s4xx: (r) => pick(r, ['400', '401', '403', '404', '409', '422', '429']),
	s5xx: (r) => pick(r, ['500', '502', '503', '504'])
};

const SLOT = /\{([a-z0-9]+)\}|\{([^{}"]*\|[^{}"]*)\}/g;

/** Fills every `{slot}` and `{a|b}` of a corpus template. Text in braces that is neither stays as it is. */
export function fillSlots(template: string, random: Random): string {
	return template.replace(SLOT, (whole, slot?: string, choices?: string) => {
		if (choices !== undefined) return pick(random, choices.split('|'));
		const fill = SLOTS[slot as string];
		return fill ? fill(random) : whole;
	});
}
