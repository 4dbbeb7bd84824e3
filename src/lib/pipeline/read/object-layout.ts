import {
	EXCEPTION_NAMES,
	normaliseName,
	positionsByName,
	positionsOf,
	rankOf,
	type NamedRole
} from './field-names';

/** What the fields of an object may be. */
export const OBJECT_ROLES = ['message', 'source', 'timestamp', 'level'] as const;

/** For each meaning the positions of the paths that may have it, best first. */
export type ObjectLayout = Record<(typeof OBJECT_ROLES)[number], number[]>;

/** Finds the fields with a meaning among dotted paths: by the whole path, else by its last parts. */
export function objectLayout(paths: readonly string[]): ObjectLayout {
	const parts = paths.map((path) => path.split('.'));
	const named = (count: number): string[] =>
		parts.map((all) => normaliseName(all.slice(-count).join('.')));
	const views = [paths.map(normaliseName), named(2), named(1)];
	return {
		message: candidates('message', views),
		source: sources(paths, views),
		timestamp: candidates('timestamp', views),
		level: candidates('level', views)
	};
}

/** Fields of a role, those first whose whole path says so. An exception's text is a message of last resort. */
function candidates(role: NamedRole, views: readonly string[][]): number[] {
	const found = views.flatMap((names) => positionsOf(role, names));
	const errors =
		role === 'message' ? views.flatMap((names) => positionsByName(EXCEPTION_NAMES, names)) : [];
	return [...new Set([...found, ...errors])];
}

const HOSTS = new Set(['host', 'hostname', 'computer', 'machinename', 'node']);

/** Loggers and programs before services, these before hosts. bunyan's `name` is a logger. */
function sources(paths: readonly string[], views: readonly string[][]): number[] {
	const sorted = views
		.flatMap((names) => positionsOf('source', names).map((at) => ({ at, name: names[at] ?? '' })))
		.map((found, order) => ({ ...found, order }))
		.sort((a, b) => rankOf('source', a.name) - rankOf('source', b.name) || a.order - b.order);
	const name = paths.indexOf('name');
	return [
		...new Set([
			...sorted.filter((found) => !HOSTS.has(found.name)).map(({ at }) => at),
			...(name === -1 ? [] : [name]),
			...sorted.filter((found) => HOSTS.has(found.name)).map(({ at }) => at)
		])
	];
}
