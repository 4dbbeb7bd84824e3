import type { RowFilter } from '../pipeline/view/filter';

import { isEmptyFilter } from './filter-edit';
import { reportHtml } from './report';
import { saveFile } from '../page/save-file';
import type { RunView } from './run-view.svelte';

const ROWS_SHOWN = 200;

/** Downloads a report of the rows that the table shows. */
export async function downloadReport(view: RunView, filter: RowFilter): Promise<void> {
	const { run, result, charts, explained } = view;
	if (!run || !result || !charts) return;
	const findings = explained.findings ?? [];
	const rows = await view.firstRows(ROWS_SHOWN);
	const colours = new LightColours();
	const html = reportHtml({
		...{ run, filter, result, charts, rows },
		findings: isEmptyFilter(filter) ? findings.map(({ text }) => text) : [],
		now: Date.now(),
		colourOf: (token) => colours.of(token)
	});
	colours.end();
	const name = run.name.replace(/\.\w{1,5}$/, '');
	saveFile(new Blob([html], { type: 'text/html;charset=utf-8' }), `${name}-report.html`);
}

/** Colours of the light theme, whatever the page has: a report is white, as paper is. */
class LightColours {
	readonly #probe = document.createElement('span');

	constructor() {
		this.#probe.style.colorScheme = 'light';
		this.#probe.hidden = true;
		document.body.append(this.#probe);
	}

	of(token: string): string {
		this.#probe.style.color = `var(${token})`;
		return getComputedStyle(this.#probe).color;
	}

	end(): void {
		this.#probe.remove();
	}
}
