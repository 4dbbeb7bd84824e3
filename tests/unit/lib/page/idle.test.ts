import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenIdle } from '../../../../src/lib/page/idle';

describe('whenIdle where the browser cannot tell', () => {
	beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
	afterEach(() => void vi.useRealTimers());

	it('works in a task of its own', () => {
		const work = vi.fn();
		whenIdle(work);
		expect(work).not.toHaveBeenCalled();
		vi.runAllTimers();
		expect(work).toHaveBeenCalledOnce();
	});

	it('is called off', () => {
		const work = vi.fn();
		whenIdle(work)();
		vi.runAllTimers();
		expect(work).not.toHaveBeenCalled();
	});
});

describe('whenIdle where the browser can tell', () => {
	afterEach(() => void vi.unstubAllGlobals());

	it('waits for an idle moment, but not for long, and is called off', () => {
		const request = vi.fn(() => 7);
		const cancel = vi.fn();
		vi.stubGlobal('requestIdleCallback', request);
		vi.stubGlobal('cancelIdleCallback', cancel);
		const work = vi.fn();
		const callOff = whenIdle(work);
		expect(request).toHaveBeenCalledWith(work, { timeout: 200 });
		callOff();
		expect(cancel).toHaveBeenCalledWith(7);
	});
});
