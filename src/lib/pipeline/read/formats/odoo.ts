import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Process, level, database and logger. */
export const odoo: LineFormat = headerFormat({
	id: 'odoo',
	name: 'Odoo',
	example: '2026-11-24 12:00:01,250 4711 ERROR shopdb odoo.http: The request failed',
	header: timed({
		after: String.raw` \d+ (${LEVEL}) [\w.?-]+ (?=odoo|openerp|werkzeug|py\.warnings)([\w.]+): `
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
