import { describe, expect, it, vi } from 'vitest';
import type { AcceptedInput } from '../../../../src/lib/start/intake.svelte';
import type { Engine } from '../../../../src/lib/workers/engine';
import type { InputPreview } from '../../../../src/workers/contracts/classifier';

// Nothing is drawn here: a state that tells nobody of its changes will do.
const state = Object.assign(<T>(value: T): T => value, { raw: <T>(value: T): T => value });
vi.stubGlobal('$state', state);
const { Intake } = await import('../../../../src/lib/start/intake.svelte');

interface Done {
	what: 'asked' | 'failed' | 'accepted';
	reading: boolean;
	queued?: boolean;
}

/**
 * An intake whose inputs have such columns, and what it did: each with whether it was still reading then.
 * @param error why they cannot be read
 */
function intakeOf(mapping: { message?: number }, error?: Error) {
	const preview = { input: 'text', mapping, problems: [], files: [{}] } as unknown as InputPreview;
	const engine = {
		classifier: () =>
			Promise.resolve({ preview: () => (error ? Promise.reject(error) : Promise.resolve(preview)) })
	} as unknown as Engine;
	const events: Done[] = [];
	const intake: InstanceType<typeof Intake> = new Intake(engine, {
		onAsk: () => events.push({ what: 'asked', reading: intake.reading }),
		onAccept: ({ queued }: AcceptedInput) =>
			events.push({ what: 'accepted', reading: intake.reading, queued }),
		onFail: ({ queued }) => events.push({ what: 'failed', reading: intake.reading, queued })
	});
	return { intake, preview, events };
}

describe('an intake', () => {
	it('reads until it has handed on what can be classified', async () => {
		const { intake, events } = intakeOf({ message: 0 });
		await intake.offer('text', 'Pasted text', { queued: true });
		expect(events).toEqual([{ what: 'accepted', reading: true, queued: true }]);
		expect(intake.reading).toBe(false);
	});

	it('reads until it has said that an input cannot be read', async () => {
		const { intake, events } = intakeOf({}, new Error('The file is empty.'));
		await intake.offer('', 'Pasted text', { queued: true });
		expect(events).toEqual([{ what: 'failed', reading: true, queued: true }]);
		expect(intake.error).toBe('The file is empty.');
		expect(intake.reading).toBe(false);
	});

	it('reads until it asks; what a person then accepts has not waited', async () => {
		const { intake, preview, events } = intakeOf({});
		await intake.offer('text', 'Pasted text', { queued: true });
		expect(events).toEqual([{ what: 'asked', reading: true }]);
		expect(intake.asking).toBe(true);
		expect(intake.reading).toBe(false);
		preview.mapping.message = 0;
		intake.accept();
		expect(events.at(-1)).toEqual({ what: 'accepted', reading: false, queued: false });
		expect(intake.asking).toBe(false);
	});
});
