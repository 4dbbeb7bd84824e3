import type { RowFilter } from '../workers/contracts';
import { SEVERITIES, TIERS } from './pipeline/types';

/** Reads the filter from a page address. What is no known tier or severity is left out. */
export function filterFromQuery(query: URLSearchParams): RowFilter {
	const filter: RowFilter = {};
	const labels = query.getAll('label');
	const sources = query.getAll('source');
	const tiers = TIERS.filter((tier) => query.getAll('tier').includes(tier));
	const severities = SEVERITIES.filter((severity) => query.getAll('severity').includes(severity));
	const template = query.get('template') ?? '';
	const text = query.get('q') ?? '';
	if (labels.length > 0) filter.labels = labels;
	if (tiers.length > 0) filter.tiers = tiers;
	if (sources.length > 0) filter.sources = sources;
	if (severities.length > 0) filter.severities = severities;
	if (text !== '') filter.text = text;
	if (query.get('review') === '1') filter.needsReview = true;
	if (/^\d+$/.test(template)) filter.template = Number(template);
	if (query.get('muted') === '1') filter.showMuted = true;
	return filter;
}

/** Writes a run's id and a filter as a page address' query. */
export function queryFromFilter(runId: string, filter: RowFilter): URLSearchParams {
	const query = new URLSearchParams({ id: runId });
	for (const label of filter.labels ?? []) query.append('label', label);
	for (const tier of filter.tiers ?? []) query.append('tier', tier);
	for (const source of filter.sources ?? []) query.append('source', source);
	for (const severity of filter.severities ?? []) query.append('severity', severity);
	if (filter.text) query.set('q', filter.text);
	if (filter.needsReview) query.set('review', '1');
	if (filter.template !== undefined) query.set('template', String(filter.template));
	if (filter.showMuted) query.set('muted', '1');
	return query;
}
