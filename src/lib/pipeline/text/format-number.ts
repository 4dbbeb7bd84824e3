/** Screens, messages and exports are in English: so are their numbers. */
const LOCALE = 'en';
const COUNT = new Intl.NumberFormat(LOCALE);
const SHARE = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });

/** `12,403`. */
export const formatCount = (value: number): string => COUNT.format(value);

/** `12,403 rows`, `1 row`. */
export const formatAmount = (value: number, noun: string): string =>
	`${COUNT.format(value)} ${noun}${value === 1 ? '' : 's'}`;

/** `43.8%`; never `0%` for something nor `100%` for less than all. Of nothing it is `0%`. */
export function formatShare(part: number, whole = 1): string {
	if (whole === 0) return SHARE.format(0);
	const share = part / whole;
	if (share > 0 && share < 0.0005) return `<${SHARE.format(0.001)}`;
	if (share < 1 && share >= 0.9995) return `>${SHARE.format(0.999)}`;
	return SHARE.format(share);
}

/** `20–45%`. */
export function formatShareRange(from: number, to: number): string {
	const bare = SHARE.formatToParts(from).filter(({ type }) => type !== 'percentSign');
	return `${bare.map(({ value }) => value).join('')}–${SHARE.format(to)}`;
}
