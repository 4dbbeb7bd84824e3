import * as Comlink from 'comlink';
import { afterEach, expect, it, vi } from 'vitest';
import { LINE_FORMATS } from '../../../../src/lib/pipeline/read/formats';
import { warmUp } from '../../../../src/workers/classify/warm-up';
import type { ReaderApi } from '../../../../src/workers/contracts/classifier';
import { Reader } from '../../../../src/workers/read/reader';
import { CASCADE } from '../../support/run-fakes';

const channel = new MessageChannel();
afterEach(() => {
	channel.port1.close();
	channel.port2.close();
	vi.restoreAllMocks();
});

it('tries each format of lines twice, so that its pattern is machine code, and reads both texts to their end', async () => {
	const tries = LINE_FORMATS.map((format) => vi.spyOn(format, 'read'));
	const reader = new Reader();
	const opened = vi.spyOn(reader, 'open');
	Comlink.expose(reader, channel.port1);
	await warmUp(CASCADE, Comlink.wrap<ReaderApi>(channel.port2));
	expect(opened).toHaveBeenCalledTimes(2);
	for (const [at, format] of tries.entries())
		expect(format.mock.calls.length, LINE_FORMATS[at]?.id).toBeGreaterThanOrEqual(2);
});
