/** What files are for, in plain words. */
interface RequestKind {
	name: string;
	why: string;
}

/** Files of one kind that were asked for. */
export interface RequestGroup extends RequestKind {
	/** As shown: paths below the site's folder, whole addresses of other sites. */
	files: string[];
}

const ELSEWHERE: RequestKind = {
	name: 'Other sites',
	why: 'A language model, if you pressed a button that names its host. Winnow asks other sites for nothing else, and sends them no text.'
};
const REST: RequestKind = {
	name: 'Other files of this site',
	why: 'Such as categories that a link to this page names.'
};

/** By the path below the site's folder; the first that fits. */
const KINDS: readonly (RequestKind & { paths: RegExp })[] = [
	{
		name: 'Encoder',
		why: 'The model that reads messages, and what runs it: fetched when the first file comes.',
		paths: /^(?:ort|models\/all-MiniLM-L6-v2)\//
	},
	{
		name: 'Categories',
		why: "Winnow's own categories: their rules, their model and its labelled examples.",
		paths: /^models\//
	},
	{
		name: 'Language model',
		why: 'What runs a language model, or one that this site has: only when you ask for it.',
		paths: /^llm\/|\/llm-[\w-]+\.worker[^/]*$/
	},
	{
		name: 'Sample',
		why: 'The sample log and what Winnow makes of it: when you press its button, and for the offline copy.',
		paths: /^sample\./
	},
	{
		name: 'Version',
		why: 'Whether there is a newer version of this site, and the script that keeps the offline copy.',
		paths: /^(?:_app\/version\.json|service-worker\.js)$/
	},
	{
		name: "Winnow's code",
		why: 'Scripts and styles of the screens and workers.',
		paths: /^_app\/|^(?:theme|api\/winnow)\.js$/
	},
	{
		name: 'Icons',
		why: 'For the tab, and for the site when it is installed.',
		paths: /^icons\/|^manifest\.webmanifest$/
	},
	{
		name: 'Pages',
		why: 'The page that you opened, and the others for the offline copy.',
		paths: /(?:^|\/|\.html|notice\.txt)$/
	}
];

/**
 * Sorts addresses by what they are for; other sites come first.
 * @param site absolute URL of the site's folder, ending with a slash
 */
export function requestGroups(urls: readonly string[], site: string): RequestGroup[] {
	const groups = new Map<RequestKind, string[]>();
	for (const kind of [ELSEWHERE, ...KINDS, REST]) groups.set(kind, []);
	for (const url of urls) {
		const [kind, shown] = kindOf(url, site);
		groups.get(kind)?.push(shown);
	}
	return [...groups]
		.filter(([, files]) => files.length > 0)
		.map(([{ name, why }, files]) => ({ name, why, files: files.sort() }));
}

function kindOf(url: string, site: string): [RequestKind, shown: string] {
	const { origin, pathname, search } = new URL(url);
	const base = new URL(site);
	if (origin !== base.origin) return [ELSEWHERE, url];
	const path = pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname;
	const kind = KINDS.find(({ paths }) => paths.test(path)) ?? REST;
	return [kind, (path || './') + search];
}
