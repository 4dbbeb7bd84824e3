import { afterEach, beforeEach, vi } from 'vitest';

/** What a command of the command line writes while a test runs. */
export class Printed {
	/** Standard output. */
	text = '';
	/** Lines of standard error. */
	said: string[] = [];

	constructor() {
		beforeEach(() => {
			this.text = '';
			this.said = [];
			vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
				this.text += Buffer.from(text as Uint8Array).toString();
				return true;
			});
			vi.spyOn(console, 'error').mockImplementation((text) => void this.said.push(String(text)));
		});
		afterEach(() => void vi.restoreAllMocks());
	}

	/** The standard output as JSON Lines. */
	get lines(): Record<string, unknown>[] {
		return this.text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
	}

	/** What a call writes to the standard output. */
	async by(call: Promise<number>): Promise<string> {
		this.text = '';
		await call;
		return this.text;
	}
}
