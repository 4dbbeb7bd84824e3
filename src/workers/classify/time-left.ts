import type { RunSnapshot } from '../../lib/pipeline/run/run-types';

/** How a run had come along at a moment. */
interface Seen {
	/** Milliseconds since its start. */
	at: number;
	/** Texts that an embedder had embedded. */
	embedded: number;
}

/** Milliseconds of the past that the rate is taken from: long messages come at another rate than short ones. */
const WINDOW = 15_000;
/** Milliseconds after which a rate says something. */
const LEAST_TIME = 300;

/**
 * How long a run still takes: the larger of what reading needs at its rate so far and what the messages still to embed need
 * at the rate of the last seconds, since the two overlap. Starting the encoder, and what earlier runs had embedded, are no
 * part of that rate.
 */
export class TimeLeft {
	private seen: Seen[] = [];

	/** @param bytes of the input */
	constructor(private readonly bytes: number) {}

	/**
	 * @param milliseconds since the start
	 * @returns milliseconds; undefined while unknown
	 */
	after(snapshot: RunSnapshot, milliseconds: number): number | undefined {
		const { reading, bytesRead, templatesToEmbed, templatesEmbedded, templatesKnown } = snapshot;
		const rate = this.rateWith({ at: milliseconds, embedded: templatesEmbedded - templatesKnown });
		if (milliseconds < LEAST_TIME || bytesRead === 0) return undefined;
		// An archive may end before its last byte.
		const share = reading ? Math.min(1, bytesRead / Math.max(1, this.bytes)) : 1;
		const readingLeft = milliseconds * (1 / share - 1);
		// New texts become rarer with every row read, so the texts still to come are fewer than in proportion.
		const toCome = Math.max(0, templatesToEmbed * Math.sqrt(1 / share) - templatesEmbedded);
		if (toCome === 0) return readingLeft;
		return rate === undefined ? undefined : Math.max(readingLeft, toCome / rate);
	}

	/** Texts a millisecond, of the last seconds. */
	private rateWith(now: Seen): number | undefined {
		// Until the first text is embedded the encoder is starting.
		if (now.embedded === 0) this.seen = [];
		this.seen.push(now);
		while ((this.seen[1]?.at ?? Infinity) <= now.at - WINDOW) this.seen.shift();
		const [first = now] = this.seen;
		const time = now.at - first.at;
		const texts = now.embedded - first.embedded;
		return time >= LEAST_TIME && texts > 0 ? texts / time : undefined;
	}
}
