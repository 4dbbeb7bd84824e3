import { headerFormat, LEVEL, type LineFormat, sticky } from './line-format';

export const slf4jSimple: LineFormat = headerFormat({
	id: 'slf4j-simple',
	name: 'SLF4J without time',
	example: '[main] WARN com.example.shop.Cart - The stock is low',
	header: sticky(String.raw`\[[^\]\r\n]{1,64}\] (${LEVEL}) +([\w.$]+) - `),
	fields: ([, level = '', source = '']) => ({ level, source })
});
