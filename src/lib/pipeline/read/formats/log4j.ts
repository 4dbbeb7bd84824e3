import { ASIDE, headerFormat, LEVEL, type LineFormat, TIME_OF_DAY, timed } from './line-format';
import { OUTCOME } from './outcome-words';

/** The layouts that Java programs use most: level and thread in either order, then the logger. */
export const log4j: LineFormat = headerFormat({
	id: 'log4j',
	name: 'Java (log4j, logback)',
	example: '2026-11-24 12:00:01,250 INFO  [main] com.example.shop.Cart - 3 items added',
	// time [thread] level [thread] logger - message, or logger: message. A number and an outcome are no logger.
	header: timed({
		before: String.raw`\[?`,
		instead: String.raw`${TIME_OF_DAY}`,
		after: String.raw`\]?(?: \| | ?- | +)(?:${ASIDE} *)?\[?(${LEVEL}) *\]?(?: \| | - | *)(?:${ASIDE} *)?\(?((?!\d+\b|${OUTCOME})[\w$./@-]+(?:::[\w$]+)*)\)?(?: ?${ASIDE})?(?: +--? +|: | : )`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
