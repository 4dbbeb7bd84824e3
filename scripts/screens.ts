/** The screens and states of the site that are worth a look, and how to get to each from anywhere. */
import type { Page } from '@playwright/test';

/** One screen or state. */
export interface Screen {
	name: string;
	show: (page: Page, site: Site) => Promise<void>;
}

/** Where things are, once the files of `screenshots.ts` have been classified. */
export interface Site {
	/** Ends with a slash. */
	url: string;
	/** Runs by what they are there for. */
	runs: { sample: string; before: string; labelled: string };
}

/** A file whose columns say nothing by their names, so that the page asks. */
const UNNAMED_COLUMNS = [
	'a;b;c',
	'2026-03-17 00:01:05;nginx;upstream timed out while connecting to upstream',
	'2026-03-17 00:01:09;postgres;deadlock detected: process 4211 waits for ShareLock',
	'2026-03-17 00:02:31;sshd;Accepted publickey for deploy from 10.20.4.17 port 50211',
	'2026-03-17 00:04:00;kubelet;Back-off restarting failed container'
].join('\n');

/** Longer than what starts without asking: every row is another message. */
const LONG_ROWS = 12_000;
const WORDS = 'river stone cloud apple table window garden music paper silver winter summer'.split(
	' '
);

/** What there is before the first file. */
export const FIRST_SCREENS: readonly Screen[] = [
	{ name: 'start-empty', show: showStart },
	{ name: 'compare-empty', show: (page, { url }) => goto(page, `${url}compare/`) },
	{ name: 'teach-evaluate-empty', show: (page, { url }) => goto(page, `${url}teach/evaluate/`) }
];

export const SCREENS: readonly Screen[] = [
	{ name: 'start', show: showStart },
	{ name: 'mapping', show: showMapping },
	{ name: 'input-error', show: showInputError },
	{ name: 'estimate', show: showEstimate },
	{ name: 'run', show: showRun },
	{ name: 'run-filtered', show: showFiltered },
	{ name: 'run-nothing-found', show: showNothingFound },
	{ name: 'run-grouped', show: showGrouped },
	{ name: 'run-drawer', show: showDrawer },
	{ name: 'run-charts', show: showCharts },
	{ name: 'filter-menu', show: (page, site) => showPopup(page, site, 'Source') },
	{ name: 'view-menu', show: (page, site) => showPopup(page, site, 'View') },
	{ name: 'export', show: (page, site) => showPopup(page, site, 'Download') },
	{ name: 'export-summary', show: showSummary },
	{ name: 'run-log', show: (page, site) => showPopup(page, site, 'Run log') },
	{ name: 'llm-panel', show: (page, site) => showPopup(page, site, 'Ask a language model') },
	{ name: 'shortcuts', show: (page, site) => showPopup(page, site, 'Keyboard shortcuts') },
	{ name: 'run-gone', show: (page, { url }) => showAlert(page, `${url}run/?id=gone`) },
	{ name: 'compare', show: showCompare },
	{ name: 'review', show: showReview },
	{ name: 'review-gone', show: (page, { url }) => showAlert(page, `${url}review/?id=gone`) },
	{ name: 'teach', show: (page, { url }) => goto(page, `${url}teach/`) },
	{ name: 'teach-labels', show: (page, { url }) => goto(page, `${url}teach/labels/`) },
	{ name: 'teach-rules', show: (page, { url }) => goto(page, `${url}teach/rules/`) },
	{ name: 'rule-editor', show: showRuleEditor },
	{ name: 'teach-thresholds', show: (page, { url }) => goto(page, `${url}teach/thresholds/`) },
	{ name: 'teach-train', show: showTrain },
	{ name: 'teach-evaluate', show: showEvaluate },
	{ name: 'api', show: (page, { url }) => goto(page, `${url}api/`) },
	{ name: 'about', show: (page, { url }) => goto(page, `${url}about/`) },
	{ name: 'not-found', show: (page, { url }) => goto(page, `${url}nowhere/`) },
	// Leaves a run behind that was broken off, so it comes last.
	{ name: 'running', show: showRunning }
];

async function goto(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.getByRole('heading', { level: 1 }).first().waitFor();
}

async function showAlert(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.getByRole('alert').first().waitFor();
}

async function showStart(page: Page, { url }: Site): Promise<void> {
	await page.goto(url);
	await page.getByText('Reading what is stored').waitFor({ state: 'hidden' });
}

async function choose(page: Page, { url }: Site, name: string, text: string): Promise<void> {
	await page.goto(url);
	const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
	await page.getByLabel('Log file', { exact: true }).setInputFiles(file);
}

async function showMapping(page: Page, site: Site): Promise<void> {
	await choose(page, site, 'export.csv', UNNAMED_COLUMNS);
	await page.getByRole('heading', { name: /How should/ }).waitFor();
}

async function showInputError(page: Page, site: Site): Promise<void> {
	await choose(page, site, 'empty.csv', '');
	await page.getByRole('alert').waitFor();
}

async function showEstimate(page: Page, site: Site): Promise<void> {
	await choose(page, site, 'long.csv', longFile());
	await page.getByRole('heading', { name: /will take a while/ }).waitFor();
}

async function showRunning(page: Page, site: Site): Promise<void> {
	await showEstimate(page, site);
	await page.getByRole('button', { name: 'Start' }).click();
	await page.locator('[role=grid], [role=treegrid]').getByRole('row').nth(5).waitFor();
	await page.waitForTimeout(4_000);
}

async function showRun(page: Page, { runs }: Site): Promise<void> {
	await page.goto(runs.sample);
	await page.locator('[role=grid], [role=treegrid]').getByRole('row').nth(5).waitFor();
	await page.locator('canvas').filter({ visible: true }).first().waitFor();
}

async function showFiltered(page: Page, site: Site): Promise<void> {
	const query = '&label=HttpStatus&label=NetworkError&not-source=kubelet&q=10.';
	await showRun(page, { ...site, runs: { ...site.runs, sample: site.runs.sample + query } });
}

async function showNothingFound(page: Page, { runs }: Site): Promise<void> {
	await page.goto(`${runs.sample}&q=nothing+has+this`);
	await page.getByText('No row passes these filters').waitFor();
}

async function showGrouped(page: Page, { runs }: Site): Promise<void> {
	await page.goto(`${runs.sample}&group=1`);
	const group = page.getByRole('treegrid').getByRole('row').nth(3);
	await group.click();
	await page.getByRole('treegrid').getByRole('row').nth(10).waitFor();
}

async function showDrawer(page: Page, site: Site): Promise<void> {
	await showRun(page, site);
	await page.getByRole('button', { name: /^Lines/ }).click();
	await page.getByRole('grid').getByRole('row').nth(5).click();
	const drawer = page.getByRole('complementary', { name: 'Why this label' });
	await drawer.getByRole('list').first().waitFor();
}

/** The charts that are further down, and those as tables. */
async function showCharts(page: Page, site: Site): Promise<void> {
	await showRun(page, site);
	const opener = page.getByRole('button', { name: 'Charts', exact: true });
	if (await opener.isVisible()) await opener.click();
	await page.getByRole('button', { name: 'Confidence as table' }).click();
	await page.getByRole('region', { name: 'Sources and labels' }).scrollIntoViewIfNeeded();
}

async function showPopup(page: Page, site: Site, button: string): Promise<void> {
	await showRun(page, site);
	await page.getByRole('button', { name: button, exact: true }).first().click();
	await page.getByRole('dialog').waitFor();
}

async function showSummary(page: Page, site: Site): Promise<void> {
	await showPopup(page, site, 'Download');
	await page.getByRole('radio', { name: /^Summary/ }).check();
	await page.getByRole('textbox', { name: 'Summary as Markdown' }).waitFor();
}

async function showCompare(page: Page, { url, runs }: Site): Promise<void> {
	await page.goto(`${url}compare/?a=${idOf(runs.before)}&b=${idOf(runs.sample)}`);
	await page.getByText(/^Before: /).waitFor();
}

async function showReview(page: Page, { url, runs }: Site): Promise<void> {
	await page.goto(`${url}review/?id=${idOf(runs.sample)}`);
	await page.getByRole('region', { name: 'What is this?' }).waitFor();
}

async function showRuleEditor(page: Page, { url }: Site): Promise<void> {
	await goto(page, `${url}teach/rules/`);
	await page.getByRole('button', { name: 'New rule' }).click();
	const editor = page.getByRole('region', { name: 'New rule' });
	await editor.getByLabel(/^Pattern/).fill('upstream (timed out|prematurely closed)');
	await editor.getByText(/rows? of the run match/).waitFor();
}

async function showTrain(page: Page, { url, runs }: Site): Promise<void> {
	await goto(page, `${url}teach/train/?run=${idOf(runs.labelled)}`);
	await page.getByRole('button', { name: 'Train', exact: true }).click();
	await page.getByRole('region', { name: 'Trained on' }).waitFor({ timeout: 120_000 });
}

async function showEvaluate(page: Page, { url, runs }: Site): Promise<void> {
	await goto(page, `${url}teach/evaluate/?run=${idOf(runs.labelled)}`);
	await page.getByRole('region', { name: /against its labels/ }).waitFor();
}

const idOf = (runUrl: string): string => new URL(runUrl).searchParams.get('id') ?? '';

function longFile(): string {
	const word = (row: number, step: number): string =>
		WORDS[Math.floor(row / WORDS.length ** step) % WORDS.length] as string;
	const line = (row: number): string =>
		`web,The ${word(row, 0)} of the ${word(row, 1)} lost its ${word(row, 2)} near the ${word(row, 3)}`;
	return `source,log_message\n${Array.from({ length: LONG_ROWS }, (_, row) => line(row)).join('\n')}\n`;
}
