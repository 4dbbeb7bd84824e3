import { describe, expect, it } from 'vitest';
import { cutAtTime } from '../../../../src/lib/pipeline/read/formats/header-parts';
import {
	DATED_TIME,
	sticky,
	TIME_OF_DAY
} from '../../../../src/lib/pipeline/read/formats/line-format';
import { FORMAT_SAMPLES } from '../../../format-samples';

const LINES = FORMAT_SAMPLES.flatMap(({ text }) => text.split('\n'));

const HEADERS = {
	'a time ahead': sticky(String.raw`(${DATED_TIME}) (\w+) `),
	'a bracket ahead': sticky(String.raw`\[?(${DATED_TIME})\]?:? `),
	'a level ahead': sticky(String.raw`(INFO|WARN|ERROR) +(${DATED_TIME})( )`),
	'a time of day in its place': sticky(String.raw`\[?(?:(${DATED_TIME})|${TIME_OF_DAY})\]? +(\S+)`)
};

describe('a header cut at its time', () => {
	it.each(Object.entries(HEADERS))('reads with %s what the whole header reads', (_, header) => {
		const parts = cutAtTime(header);
		let found = 0;
		for (const line of LINES) {
			header.lastIndex = 0;
			const whole = header.exec(line);
			const read = parts?.read(line, 0);
			expect(read?.groups.slice(1), line).toEqual(whole ? [...whole].slice(1) : undefined);
			if (!whole) continue;
			found++;
			expect(read?.end).toBe(whole[0].length);
		}
		expect(found).toBeGreaterThan(0);
	});

	it('is left whole where the parts depend on each other', () => {
		expect(cutAtTime(sticky(String.raw`(?:(${DATED_TIME}) +)?(\w)`))).toBeUndefined();
		expect(cutAtTime(sticky(String.raw`(?:\w+: )?(${DATED_TIME}) `))).toBeUndefined();
		expect(cutAtTime(sticky(String.raw`(${DATED_TIME}) a|b`))).toBeUndefined();
		expect(cutAtTime(sticky(String.raw`(${DATED_TIME}) (${DATED_TIME}) `))).toBeUndefined();
		expect(cutAtTime(sticky(String.raw`\w+ `))).toBeUndefined();
	});
});
