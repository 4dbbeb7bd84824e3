import { describe, expect, it } from 'vitest';
import { HostColumn } from '../../../../src/lib/pipeline/findings/hosts';
import type { RowLayout } from '../../../../src/lib/pipeline/read/row-cells';

const shape = (format: Partial<RowLayout['format']>): RowLayout => ({
	format: {
		kind: 'lines',
		encoding: 'utf-8',
		gzip: false,
		delimiter: ',',
		header: false,
		columns: [],
		...format
	},
	mapping: { defaultSource: 'file' },
	extraColumns: 0
});

function hostsOf(of: RowLayout, rows: readonly string[]) {
	const column = new HostColumn(of);
	for (const row of rows) column.add(row);
	const hosts = column.hosts();
	return hosts && Array.from(hosts.ofRow, (at) => hosts.names[at]);
}

describe('hosts', () => {
	it('are read from the head of syslog lines', () => {
		expect(
			hostsOf(shape({ lineFormats: ['syslog', 'syslog-5424'] }), [
				'Nov 20 10:00:00 ada sshd[12]: session opened',
				'<13>Nov  2 10:00:00 bose cron: done',
				'2026-11-20T10:00:00.5+00:00 ada kernel: up',
				'<34>1 2026-11-20T10:00:00Z curie app 12 - - hello',
				'no head at all'
			])
		).toEqual(['ada', 'bose', 'ada', 'curie', undefined]);
	});

	it('are a column of tables and objects by its name', () => {
		const table = shape({ kind: 'csv', columns: ['time', 'Host Name', 'message'] });
		expect(hostsOf(table, ['1,ada,x', '2,bose,y'])).toEqual(['ada', 'bose']);
		const objects = shape({ kind: 'json', columns: ['resource.host.name', 'msg'] });
		expect(
			hostsOf(objects, [
				'{"resource":{"host":{"name":"a"}},"msg":"x"}',
				'{"resource":{"host":{"name":"b"}},"msg":"x"}'
			])
		).toEqual(['a', 'b']);
	});

	it('are none where all rows are from one, or the form names none', () => {
		const syslog = shape({ lineFormats: ['syslog'] });
		expect(hostsOf(syslog, ['Nov 20 10:00:00 ada sshd[12]: in'])).toBeUndefined();
		expect(new HostColumn(shape({ lineFormats: ['log4j'] })).isNamed).toBe(false);
	});
});
