import { SEVERITIES, type Severity } from '../types';

/** Position of each severity in `SEVERITIES`; columns store this. */
export const SEVERITY_CODE: Record<Severity, number> = {
	critical: 0,
	error: 1,
	warning: 2,
	info: 3,
	debug: 4
};

/** The severity of a stored code. */
export const severityAt = (code: number): Severity => SEVERITIES[code] ?? 'info';
