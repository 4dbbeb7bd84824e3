import { expect, test } from './fixtures';
import { finished, openStart } from './steps';

const FOREIGN = [
	'Der Kuchen ist im Ofen und duftet nach Zimt',
	'Les enfants jouent dans le jardin sous la pluie',
	'Il gatto dorme tutto il giorno sul divano',
	'Morgen gehen wir mit der Oma in den Zoo',
	'La soupe aux poireaux est encore trop chaude'
];

test('what is unlike every example is said when a run has ended', async ({ page, site }) => {
	await openStart(page, site.url);
	const rows = Array.from({ length: 40 }, (_, at) => FOREIGN[at % FOREIGN.length]);
	await page.getByLabel('Log file', { exact: true }).setInputFiles({
		name: 'kitchen.log',
		mimeType: 'text/plain',
		buffer: Buffer.from(rows.join('\n'))
	});
	await finished(page);
	await expect(page.getByText('these categories do not fit')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Teach categories of your own' })).toBeVisible();
});
