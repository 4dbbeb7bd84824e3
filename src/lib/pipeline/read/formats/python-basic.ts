import { headerFormat, sticky, type LineFormat } from './line-format';

/** What `logging.basicConfig()` gives when nothing is configured. */
export const pythonBasic: LineFormat = headerFormat({
	id: 'python-basic',
	name: 'Python logging without time',
	example: 'WARNING:shop.cart:Stock is low',
	header: sticky(String.raw`(CRITICAL|ERROR|WARNING|INFO|DEBUG):([\w.]+):`),
	fields: ([, level = '', source = '']) => ({ level, source })
});
