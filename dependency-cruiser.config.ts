import type { ICruiseOptions, IRegularForbiddenRuleType } from 'dependency-cruiser';

interface Rule extends IRegularForbiddenRuleType {
	name: string;
	/** What to tell whoever breaks it. */
	comment: string;
}

/**
 * Which part may import which, checked on resolved imports with types included. An import written in a Svelte file counts
 * when it remains after compilation: types that only a component uses are not seen.
 */

/** The core's rooms; each imports only itself and rooms before it. */
const CORE = [
	...[
		'text',
		'types',
		'constants',
		'pattern',
		'kernels',
		'read',
		'canonical',
		'sniff',
		'rules',
		'bundle'
	],
	...['embed', 'head', 'evaluate', 'train', 'columnar', 'llm', 'run', 'view', 'findings', 'export']
];
/** What several workers need, in the same order; then the workers, none of which imports another. */
const WORKER_PARTS = ['contracts', 'requests', 'bundle', 'read', 'embed', 'run', 'backup'];
const WORKERS = ['classify', 'view', 'teach', 'llm', 'site'];
/** The page's code, in the same order. */
const PAGE = [
	...['page', 'workers', 'charts', 'table', 'start', 'run', 'session', 'llm', 'teach', 'embedded'],
	'components'
];

const CORE_LIBRARIES = '@eslint-community/regexpp|hyparquet-writer|papaparse|valibot';
/** What opens files that are no plain text. */
const FILE_LIBRARIES =
	'@zip\\.js/zip\\.js|fzstd|hucre|hyparquet|hyparquet-compressors|lzma1|modern-tar|unbzip2-stream|xz-decompress';
const WORKER_LIBRARIES = `@huggingface/transformers|@mlc-ai/web-llm|@wllama/wllama|comlink|onnxruntime-web|valibot|${FILE_LIBRARIES}`;
const WORKERS_ONLY = `@huggingface/|@mlc-ai/|@wllama/|idb|onnxruntime-web|(${FILE_LIBRARIES})/`;
const TOOLS = '^(scripts|training|src/cli)/';
const PAGE_CODE = `^src/(api|routes)/|^src/lib/(${PAGE.join('|')})[/.]`;

/** A room: a folder, or a file that stands for itself. */
const room = (root: string, names: readonly string[]): string =>
	`^${root}/(${names.join('|')})[/.]`;
/** The package of a library, as it is resolved; with the types that go with it. */
const libraries = (names: string): string => `(^|/)node_modules/(@types/)?(${names})`;

const forbidden = (name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule => ({
	name,
	comment,
	severity: 'error',
	from,
	to
});

/** One rule for each room but the last: it imports none of the rooms behind it. */
const inOrder = (root: string, rooms: readonly string[]) =>
	rooms
		.slice(0, -1)
		.map((name, at) =>
			forbidden(
				`order-of-${root.replace(/^src\/(lib\/)?/, '')}-${name}`,
				`In ${root}, imports follow the order ${rooms.join(', ')}.`,
				{ path: room(root, [name]) },
				{ path: room(root, rooms.slice(at + 1)) }
			)
		);

/** The files of `from` import files of their own and `to`, and no libraries but some. */
const only = (name: string, comment: string, from: string, to: string[], packages: string) =>
	forbidden(
		name,
		comment,
		{ path: from },
		{ path: '.', pathNot: [from, ...to, libraries(`(${packages})/`)] }
	);

export const rules = [
	forbidden('no-circles', 'Imports form no circle.', {}, { circular: true }),
	forbidden(
		'resolved',
		'Every import is found, so that no rule is blind to it.',
		{},
		{ couldNotResolve: true, pathNot: '^(\\$app|\\$service-worker|virtual:)' }
	),
	...inOrder('src/lib/pipeline', CORE),
	only(
		'core-only',
		'The core imports only itself and libraries that read and write formats.',
		'^src/lib/pipeline/',
		[],
		CORE_LIBRARIES
	),
	only(
		'store-only',
		'The store imports only idb and the core.',
		'^src/lib/store/',
		['^src/lib/pipeline/'],
		'idb'
	),
	only(
		'workers-only',
		"Workers import the core, the store and libraries; the site's address comes through init().",
		'^src/workers/',
		['^src/lib/(pipeline|store)/'],
		WORKER_LIBRARIES
	),
	...inOrder('src/workers', [...WORKER_PARTS, `(${WORKERS.join('|')})`]),
	...WORKERS.map((name) =>
		forbidden(
			`worker-${name}-alone`,
			'A worker imports no other worker; what two need is a room of its own.',
			{ path: room('src/workers', [name]) },
			{
				path: room(
					'src/workers',
					WORKERS.filter((other) => other !== name)
				)
			}
		)
	),
	...inOrder('src/lib', PAGE),
	forbidden(
		'page-not-store',
		'Pages talk to the store through workers; tools have no store.',
		{ path: [PAGE_CODE, TOOLS] },
		{ path: '^src/lib/store/', pathNot: '^src/lib/store/schema\\.ts$' }
	),
	forbidden(
		'page-schema-types',
		'Of the store, pages and tools know the types of its records and nothing that runs.',
		{ path: [PAGE_CODE, TOOLS] },
		{ path: '^src/lib/store/schema\\.ts$', dependencyTypesNot: ['type-only'] }
	),
	forbidden(
		'page-not-worker-libraries',
		'Pages talk to models and the database through workers.',
		{ path: PAGE_CODE },
		{ path: libraries(WORKERS_ONLY) }
	),
	forbidden(
		'page-contracts',
		'Pages know workers by their contracts; src/lib/workers starts them.',
		{ path: PAGE_CODE, pathNot: '^src/lib/workers/' },
		{ path: '^src/workers/', pathNot: '^src/workers/contracts/' }
	),
	forbidden(
		'tools-not-imported',
		'The site imports nothing of the command line, the training or the scripts.',
		{ path: '^src/', pathNot: '^src/cli/' },
		{ path: '^(src/cli|training|scripts|tests)/' }
	),
	forbidden(
		'scripts-not-training',
		'Training may use scripts, not the other way round.',
		{ path: '^scripts/' },
		{ path: '^training/' }
	),
	forbidden(
		'tools-not-page',
		'Command line, scripts and training use the core, not the page.',
		{ path: TOOLS },
		{ path: PAGE_CODE }
	)
];

export const options: ICruiseOptions = {
	tsPreCompilationDeps: true,
	doNotFollow: { path: 'node_modules' },
	exclude: { path: '/\\$types$' },
	enhancedResolveOptions: {
		exportsFields: ['exports'],
		conditionNames: ['svelte', 'browser', 'import', 'types', 'default'],
		extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.d.ts']
	}
};
