import { expect, it } from 'vitest';
import { serveApi } from '../../../../src/lib/embedded/embedded-api';
import type { Engine } from '../../../../src/lib/workers/engine';

it('answers calls of its own port, and says nothing to anything else', async () => {
	const engine = {
		classifier: () => Promise.reject(new Error('no classifier here'))
	} as unknown as Engine;
	const { port1, port2 } = new MessageChannel();
	serveApi(engine, port2);
	const answers: unknown[] = [];
	const done = new Promise<void>((resolve) => {
		port1.onmessage = ({ data }) => {
			answers.push(data);
			if (answers.length === 2) resolve();
		};
	});
	port1.postMessage({ type: 'APPLY', id: 1, path: ['constructor'], argumentList: [] });
	port1.postMessage({ type: 'more', id: 5 });
	port1.postMessage({ type: 'piece', id: 5, bytes: Uint8Array.of(1) });
	port1.postMessage({ type: 'cancel', id: 5 });
	port1.postMessage({ type: 'classify', id: 7, csv: 'log_message\na\n', as: 'rows' });
	port1.postMessage({ type: 'bundle', id: 8, text: '{}' });
	await done;
	expect(answers).toEqual([
		{ type: 'error', id: 7, message: 'no classifier here' },
		{ type: 'error', id: 8, message: 'no classifier here' }
	]);
	port1.close();
	port2.close();
});
