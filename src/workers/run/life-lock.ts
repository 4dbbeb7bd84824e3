/**
 * Holds a lock for as long as this worker lives, however it ends. A worker that the browser ends, for want of memory say,
 * sends no error; who waits for its lock learns of it at once.
 *
 * @returns resolves when the lock is held
 */
export function holdLifeLock(name: string): Promise<void> {
	return new Promise((resolve) => {
		void navigator.locks.request(name, () => {
			resolve();
			return new Promise<never>(() => undefined);
		});
	});
}
