/** Log lines for the encoder's tests: fifty written ones, and a seeded supply of any length. */

export const FIFTY_LINES: readonly string[] = [
	'Connection refused by 10.2.0.17:5432, retrying in 5 s',
	'User admin logged in from 192.168.1.20',
	'Failed password for invalid user oracle from 203.0.113.9 port 51234 ssh2',
	'session opened for user root by (uid=0)',
	'kernel: Out of memory: Killed process 2113 (java) total-vm:8123456kB',
	'disk /dev/sda1 is 95% full',
	'GET /api/v1/orders/8841 200 12ms',
	'POST /login 401 Unauthorized',
	'Certificate for api.example.com expires in 3 days',
	'TLS handshake error: remote error: bad certificate',
	'Backup job nightly-full finished successfully in 00:41:07',
	'Backup of volume data02 failed: no space left on device',
	'Starting service nginx.service - A high performance web server',
	'Stopped target Network.',
	'java.lang.NullPointerException at com.acme.Cart.total(Cart.java:88)',
	'Traceback (most recent call last): File "app.py", line 12, in <module>',
	'WARN pool-3-thread-1 slow query took 8213 ms: SELECT * FROM events',
	'deadlock detected; process 4411 waits for ShareLock on transaction 99120',
	'replica lag is 37 seconds on db-replica-2',
	'checkpoint complete: wrote 512 buffers (3.1%)',
	'INFO BlockManager: Removed broadcast_17_piece0 on 10.10.34.11:41622 in memory',
	'PacketResponder 1 for block blk_-1608999687919862906 terminating',
	'Received block blk_3587 of size 67108864 from /10.251.91.84',
	'ciod: failed to read message prefix on control stream',
	'instruction cache parity error corrected',
	'fan 2 speed below threshold (1200 rpm)',
	'CPU 3 temperature above threshold, cpu clock throttled',
	'link eth0 is down',
	'link eth0 up, 1000 Mbps, full duplex',
	'DHCPACK on 192.168.4.77 to 3c:22:fb:aa:10:01 via eth1',
	'firewall: DROP IN=eth0 SRC=198.51.100.23 DST=10.0.0.5 PROTO=TCP DPT=23',
	'possible SYN flooding on port 443. Sending cookies.',
	'New USB device found, idVendor=0781, idProduct=5567',
	'The Windows Update service entered the running state.',
	'An account was successfully logged on. Logon Type: 3',
	'The audit log was cleared.',
	'Container 4f1c exited with code 137',
	'Back-off restarting failed container web in pod web-6c9d_default',
	'Liveness probe failed: HTTP probe failed with statuscode: 503',
	'Scaled up replica set checkout-7f to 5',
	'Deployed version 2.14.0 to production',
	'Rolling back deployment after health check timeout',
	'configuration reloaded',
	'License for module Reports expired on 2026-01-31',
	'Message queue orders has 120345 unacknowledged messages',
	'Rate limit exceeded for API key ak_live_93f',
	'user 5512 changed the role of user 7781 from viewer to administrator',
	'cron[881]: (www-data) CMD (php /srv/app/artisan schedule:run)',
	'ok',
	'🚀 Größe überschritten: 超时 0xdeadbeef ==== <<<>>>'
];

/** Lines of one word: three tokens, so that hardly any averaging hides a rounding error. */
export const ONE_WORD_LINES: readonly string[] = [
	...[
		'ok',
		'info',
		'error',
		'done',
		'warning',
		'restarting',
		'login',
		'shutdown',
		'failed',
		'timeout'
	],
	...[
		'started',
		'stopped',
		'idle',
		'panic',
		'retry',
		'connected',
		'rejected',
		'accepted',
		'complete',
		'unknown'
	]
];

const WORDS =
	'error warning info debug connection timeout user session failed started stopped block replica worker job ' +
	'disk memory cache request response token certificate node pod service queue topic kernel thread in for to ' +
	'from on with 0x7f3a 10.0.0.1 /var/log/app.log id=42 status=503 [main] {"k":1} ünïcode 错误 --flag %%% 3.14';

/** The mulberry32 generator: numbers in [0, 1) that follow from the seed alone. */
function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** `count` lines of 1 … 60 words, short ones more often; the same seed gives the same lines. */
export function seededLines(count: number, seed: number): string[] {
	const random = seededRandom(seed);
	const words = WORDS.split(' ');
	const line = (): string => {
		const length = 1 + Math.floor(60 * random() ** 3);
		return Array.from({ length }, () => words[Math.floor(random() * words.length)]!).join(' ');
	};
	return Array.from({ length: count }, line);
}
