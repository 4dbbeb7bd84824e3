import { headerFormat, sticky, type LineFormat } from './line-format';

const LEVELS: Record<string, string> = { EE: 'error', WW: 'warning' };

/** The X server: seconds since the start, and two marks for where the line comes from. */
export const xorg: LineFormat = headerFormat({
	id: 'xorg',
	name: 'X server',
	example: '[    12.250] (EE) Failed to load module "nv"',
	header: sticky(String.raw`\[ *\d+\.\d{3}\] \((EE|WW|II|NI|==|--|\*\*|\+\+|!!|\?\?)\) `),
	fields: ([, mark = '']) => ({ level: LEVELS[mark] ?? 'info' })
});
