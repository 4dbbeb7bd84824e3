import type { RowFilter } from '../pipeline/view/row-filter';

import { reportHtml } from './report';
import { saveFile } from '../page/save-file';
import { runView } from '../session.svelte';

const ROWS_SHOWN = 200;

/** Downloads a report of the rows that the table shows. */
export async function downloadReport(filter: RowFilter): Promise<void> {
	const { run, result, charts } = runView;
	if (!run || !result || !charts) return;
	const rows = await runView.firstRows(ROWS_SHOWN);
	const colours = new LightColours();
	const html = reportHtml({
		...{ run, filter, result, charts, rows },
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
