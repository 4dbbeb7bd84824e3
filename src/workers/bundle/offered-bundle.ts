/**
 * Fetches a bundle of this site.
 * @param base absolute URL of the site's folder, ending with a slash
 * @param path relative to it; anything that leads elsewhere is refused before it is asked for
 */
export async function fetchOfferedBundle(base: string, path: string): Promise<string> {
	const url = new URL(path, base);
	if (!url.href.startsWith(base))
		throw new Error(
			`The address "${path}" is not on this site. A link can only offer a bundle of the same site; download the file and import it.`
		);
	const response = await fetch(url.href);
	if (!response.ok)
		throw new Error(`There is no bundle at "${path}": the server answered ${response.status}.`);
	return response.text();
}
