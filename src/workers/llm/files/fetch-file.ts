/** A response of a model's host. Rejects with the address when it is none that helps. */
export async function answered(url: string, init: RequestInit): Promise<Response> {
	const response = await fetch(url, {
		...init,
		credentials: 'omit',
		referrerPolicy: 'no-referrer'
	});
	if (!response.ok) throw new Error(`${url}: the server answered ${response.status}.`);
	return response;
}

export async function* piecesOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const reader = response.body?.getReader();
	if (!reader) return;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield value;
	}
}
