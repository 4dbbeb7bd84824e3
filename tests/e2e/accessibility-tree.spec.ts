/** What a screen reader gets of the main flow: start, drop, result, drawer, download. */
import type { Page } from '@playwright/test';
import { EXAMPLE, toCsv } from './csv';
import { expect, test } from './fixtures';
import { distinctMessages } from './messages';
import { choose, drawer, drop, exportDialog, finished, openStart, tableRow } from './steps';

/** Roles of what can be worked or means nothing without a name. */
const NAMED = new Set([
	...['button', 'link', 'checkbox', 'radio', 'switch', 'textbox', 'searchbox', 'combobox'],
	...['slider', 'spinbutton', 'tab', 'menuitem', 'option', 'columnheader', 'heading'],
	...['image', 'dialog', 'grid', 'region', 'navigation', 'complementary', 'progressindicator']
]);

/** A node of the browser's own accessibility tree. */
interface AxNode {
	role: string;
	name: string;
	level: number | undefined;
}

test('the main flow has names, headings in order and landmarks', async ({ page, site }) => {
	await openStart(page, site.url);
	await checkTree(page, 'start');
	await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - region "Drop a log file here":
        - heading "Drop a log file here" [level=1]
        - button "Choose files"
        - button "Choose a folder"
        - button "Paste text"
        - button "Try the sample"
        - checkbox /Don’t keep the original text/
      - region "Past runs":
        - heading "Past runs" [level=2]
  `);
	await drop(page, { name: 'two.csv', content: toCsv(EXAMPLE) });
	await finished(page);
	await checkTree(page, 'result');
	await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "two.csv" [level=1]
      - region "Decided by":
        - button /Rules/
      - region "Labels":
        - heading "Labels" [level=2]
        - button "Labels as table"
        - img /^Labels. Most. /
      - search:
        - searchbox "Search messages and sources"
      - grid "Rows":
        - rowgroup:
          - row:
            - columnheader /#/
            - columnheader /Source/
            - columnheader /Message/
        - rowgroup:
          - row /Connection failed due to timeout/
  `);
	await tableRow(page, 0).click();
	await expect(drawer(page)).toContainText('Row 1');
	await checkTree(page, 'drawer');
	await expect(drawer(page)).toMatchAriaSnapshot(`
    - complementary "Why this label":
      - heading "Row 1" [level=2]
      - button "Previous row (K)"
      - button "Next row (J)"
      - button "Close (Esc)"
  `);
	await page.getByRole('button', { name: 'Close (Esc)' }).click();
	await page.getByRole('button', { name: 'Download' }).click();
	await checkTree(page, 'download');
	await expect(exportDialog(page)).toMatchAriaSnapshot(`
    - dialog "Download two.csv":
      - heading "Download two.csv" [level=2]
      - button "Close"
      - group "Format":
        - radio /^CSV/ [checked]
      - group "Rows":
        - radio "All 2 rows" [checked]
      - switch /Mask personal data/
      - button "Download"
  `);
});

test('how far a run is, and that it has ended, is read out', async ({ page, site }) => {
	await openStart(page, site.url);
	await page.evaluate(() => {
		const said: string[] = [];
		Object.assign(window, { said });
		new MutationObserver((changes) => {
			for (const { target } of changes) {
				const element = target instanceof Element ? target : target.parentElement;
				const text = element?.closest('[aria-live=polite]')?.textContent?.trim();
				if (text) said.push(text);
			}
		}).observe(document.body, { subtree: true, childList: true, characterData: true });
	});
	await choose(page, { name: 'some.log', content: distinctMessages(1_500).join('\n') });
	await finished(page);
	const said = (): Promise<string[]> =>
		page.evaluate(() => (window as unknown as { said: string[] }).said);
	await expect.poll(said).toContainEqual('Finished: 1,500 rows classified');
	expect((await said()).join('\n')).toMatch(/Classifying [\d,]+ more distinct messages/);
});

async function checkTree(page: Page, what: string): Promise<void> {
	const nodes = await accessibilityTree(page);
	const unnamed = nodes.filter(({ role, name }) => NAMED.has(role) && name === '');
	expect(unnamed, `${what}: without a name`).toEqual([]);
	const levels = nodes.flatMap(({ role, level }) => (role === 'heading' ? [level ?? 0] : []));
	expect(levels[0], `${what}: first heading`).toBe(1);
	expect(
		levels.filter((level) => level === 1),
		`${what}: headings of the page`
	).toHaveLength(1);
	const skipped = levels.filter((level, at) => level > (levels[at - 1] ?? level) + 1);
	expect(skipped, `${what}: headings ${levels.join(' ')}`).toEqual([]);
	for (const landmark of ['banner', 'main', 'navigation'])
		expect(
			// The skip links are one beside the site's own.
			nodes.filter(({ role, name }) => role === landmark && name !== 'Skip'),
			`${what}: ${landmark}`
		).toHaveLength(1);
}

async function accessibilityTree(page: Page): Promise<AxNode[]> {
	const session = await page.context().newCDPSession(page);
	const { nodes } = await session.send('Accessibility.getFullAXTree');
	await session.detach();
	return nodes
		.filter(({ ignored }) => !ignored)
		.map(({ role, name, properties }) => ({
			role: String(role?.value ?? ''),
			name: String(name?.value ?? '').trim(),
			level: properties?.find((property) => property.name === 'level')?.value.value as
				number | undefined
		}));
}
