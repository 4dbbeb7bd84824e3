import { describe, expect, it } from 'vitest';
import { sniffInput } from '../../../../src/lib/pipeline/sniff/sniff';

const kindOf = (lines: readonly string[]): string =>
	sniffInput(`${lines.join('\n')}\n`, true, 'depot.log').format.kind;

describe('plain lines are no table', () => {
	it.each([
		[['source #1 opened', 'source #2 opened', 'gate #4 closed']],
		[['system@node7 opened', 'system@node8 opened']],
		[['host=node7 app=depot msg=open', 'host=node8 app=depot msg=shut']],
		[['source:depot level:warn message:gate stuck', 'source:depot level:info message:gate free']],
		[['module/gate: opened', 'module/ramp: full']],
		[['Details, as they came', 'gate 4, ramp 9']],
		[['Date, place, people', 'nothing new, really']],
		[['line|gate opened', 'line|gate shut']],
		[['event(4) gate opened', 'event(5) gate shut']],
		[['message;gate opened', 'message;gate shut']],
		[['text\tgate opened', 'text\tgate shut', 'text\tgate locked']]
	])('%j', (lines) => {
		expect(kindOf(lines)).toBe('lines');
	});

	it.each([
		[['time,level,message', '2026-11-20 06:25:01,WARN,gate stuck']],
		[['id;message', '1;gate stuck', '2;gate free']],
		[['Time, Level, Message', '2026-11-20 06:25:01, WARN, gate stuck']],
		[['source^log_message', 'depot^gate stuck']],
		[['a title of the table,,', 'Time,Level,Message', '2026-11-20 06:25:01,WARN,gate stuck']]
	])('a table is still one: %j', (lines) => {
		expect(kindOf(lines)).toBe('csv');
	});
});
