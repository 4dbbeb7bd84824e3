/** Made-up messages. */
const SUBJECTS =
	'scheduler gateway replica worker cache broker agent mailer indexer proxy router ledger vault parser sensor printer camera engine bridge tunnel'.split(
		' '
	);
const VERBS =
	'started stopped joined left accepted rejected skipped loaded flushed compacted renewed released locked scanned merged paused resumed updated removed verified'.split(
		' '
	);
const OBJECTS =
	'segment queue table bucket token lease batch channel volume invoice ticket route certificate snapshot partition session report shard window record'.split(
		' '
	);
const ENDS =
	'quickly twice again late early cleanly partly wholly silently locally remotely manually safely badly fully slowly anew alone together upstream'.split(
		' '
	);

/** That many messages, no two of which differ in numbers or names only. At most 160,000. */
export function distinctMessages(count: number): string[] {
	return Array.from({ length: count }, (_, at) => {
		const pick = (words: string[], step: number): string =>
			words[Math.floor(at / step) % words.length] as string;
		return `${pick(SUBJECTS, 1)} ${pick(VERBS, 20)} the ${pick(OBJECTS, 400)} ${pick(ENDS, 8_000)}`;
	});
}
