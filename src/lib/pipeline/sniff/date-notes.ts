import { dateOrderOf } from '../read/date-order';
import type { InputFormat } from '../read/input-format';
import { leavesOutYear } from '../read/time-layouts';
import { TimeReader } from '../read/time-reader';
import type { InputProblem } from '../types';

/** Characters of a line that its time stands in. */
const HEAD_CHARS = 48;
/** Times that are looked at for their year. */
const TIMES_READ = 200;

/** What is decided about the dates of a file, and what the user should know of it. */
export interface DateChoice {
	format: Pick<InputFormat, 'dayFirst' | 'yearFirst' | 'yearless' | 'latestYear'>;
	problems: InputProblem[];
}

/**
 * Decides once for a file how its dates are read, and says what was not plain.
 *
 * @param times as written
 * @param lines from further on in the file, which may begin with a time
 * @param modified date of the file, milliseconds since the epoch
 */
export function decideDates(
	times: readonly string[],
	lines: readonly string[],
	overrides: Partial<InputFormat>,
	modified: number
): DateChoice {
	const heads = lines.map((line) => line.slice(0, HEAD_CHARS));
	const order = dateOrderOf([...times, ...heads], modified);
	const dayFirst = overrides.dayFirst ?? order.dayFirst;
	const yearFirst = overrides.yearFirst ?? order.yearFirst;
	const yearless = times.slice(0, TIMES_READ).some(leavesOutYear);
	const { latestYear } = overrides;
	const format = {
		...(dayFirst ? { dayFirst } : {}),
		...(yearFirst ? { yearFirst } : {}),
		...(yearless ? { yearless } : {}),
		...(latestYear === undefined ? {} : { latestYear })
	};
	const problems: InputProblem[] = [];
	if (order.isOpen && overrides.dayFirst === undefined)
		problems.push({
			kind: 'date-order',
			message:
				'No date tells whether 03/04 is the third of April or the fourth of March: read as month first. Choose the other order in the import settings.'
		});
	if (yearless) problems.push(yearProblem(times, latestYear, modified));
	return { format, problems };
}

function yearProblem(
	times: readonly string[],
	latestYear: number | undefined,
	modified: number
): InputProblem {
	const reference = latestYear === undefined ? modified : Date.UTC(latestYear, 11, 31);
	const reader = new TimeReader({ zone: 'utc', reference, dayFirst: false });
	const years = times
		.slice(0, TIMES_READ)
		.filter(leavesOutYear)
		.map((time) => new Date(reader.read(time)).getUTCFullYear())
		.filter((year) => !Number.isNaN(year));
	const [first, last] = [Math.min(...years), Math.max(...years)];
	const taken = first === last ? String(first) : `${first} and ${last}`;
	const why = latestYear === undefined ? ", by the file's date" : ', as chosen';
	return {
		kind: 'assumed-year',
		message: `The year is not in the log: taken as ${taken}${why}. Another can be chosen in the import settings.`
	};
}
