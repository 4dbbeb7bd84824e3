import type { RunSnapshot } from '../lib/pipeline/run/run-types';
import { formatAmount, formatCount } from '../lib/pipeline/text/format-number';
import { TimeLeft } from '../workers/classify/time-left';

/** Where the line goes: standard error. */
type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** One line that says how far a run is, where a person looks on; nothing otherwise. */
export class Progress {
	private readonly timeLeft: TimeLeft;
	private readonly start = performance.now();
	private shown = '';

	/** @param bytes of the input */
	constructor(
		private readonly screen: Screen,
		bytes: number
	) {
		this.timeLeft = new TimeLeft(bytes);
	}

	show(snapshot: RunSnapshot): void {
		const { rows, templatesToEmbed, templatesEmbedded } = snapshot;
		const milliseconds = performance.now() - this.start;
		const left = this.timeLeft.after(snapshot, milliseconds);
		this.write(
			[
				`${formatAmount(rows, 'row')} read, ${formatCount((rows / milliseconds) * 1_000)} a second`,
				`${formatCount(templatesEmbedded)} of ${formatAmount(templatesToEmbed, 'distinct message')} judged`,
				...(left === undefined ? [] : [`about ${Math.ceil(left / 1_000)} s left`])
			].join('; ')
		);
	}

	/** Takes the line away again. */
	end(): void {
		this.write('');
	}

	private write(line: string): void {
		if (!this.screen.isTTY || line === this.shown) return;
		this.screen.write(`\r${line.padEnd(this.shown.length)}${line === '' ? '\r' : ''}`);
		this.shown = line;
	}
}
