import { describe, expect, it } from 'vitest';
import {
	DATED_TIME,
	timed,
	TIME_OF_DAY
} from '../../../../src/lib/pipeline/read/formats/line-format';
import { FORMAT_SAMPLES } from '../../../format-samples';

const LINES = FORMAT_SAMPLES.flatMap(({ text }) => text.split('\n'));

const HEADERS = {
	'a time ahead': { after: String.raw` (\w+) ` },
	'a bracket ahead': { before: String.raw`\[?`, after: String.raw`\]?:? ` },
	'a level ahead': { before: '(INFO|WARN|ERROR) +', after: '( )' },
	'a time of day in its place': {
		before: String.raw`\[?`,
		instead: TIME_OF_DAY,
		after: String.raw`\]? +(\S+)`
	}
};

describe('a header read in parts around its time', () => {
	it.each(Object.entries(HEADERS))('finds with %s what one pattern finds', (_, header) => {
		const { before = '', instead, after } = { instead: undefined, before: '', ...header };
		const time = instead === undefined ? `(${DATED_TIME})` : `(?:(${DATED_TIME})|${instead})`;
		const whole = new RegExp(before + time + after, 'y');
		const reader = timed(header);
		let found = 0;
		for (const line of LINES) {
			whole.lastIndex = 0;
			const match = whole.exec(line);
			const read = reader.read(line, 0);
			expect(read?.groups.slice(1), line).toEqual(match ? [...match].slice(1) : undefined);
			if (!match) continue;
			found++;
			expect(read?.end).toBe(match[0].length);
		}
		expect(found).toBeGreaterThan(0);
	});
});
