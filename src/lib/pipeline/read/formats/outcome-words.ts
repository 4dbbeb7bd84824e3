/**
 * Words that say how something ended. A list, since the ending tells nothing: `named`, `timed`, `routed` and `memcached` are
 * daemons.
 */
const WORDS = [
	'spawned spawnerr exited success succeeded stopped started restarted reaped killed terminated',
	'installed reinstalled updated upgraded downgraded obsoleted erased removed verified',
	'failed failure aborted canceled cancelled completed finished done skipped ignored',
	'created added deleted changed renamed moved loaded unloaded reloaded enabled disabled',
	'connected disconnected opened closed registered unregistered received sent',
	'accepted rejected allowed denied blocked dropped paused resumed'
].flatMap((line) => line.split(' '));

/** Small, with a capital, or in capitals. */
const spellings = (word: string): string[] => [
	word,
	word.charAt(0).toUpperCase() + word.slice(1),
	word.toUpperCase()
];

/** Pattern of a word that tells an outcome, with its colon: `exited: `. It begins a message, where a program would stand. */
export const OUTCOME = String.raw`(?:${WORDS.flatMap(spellings).join('|')}):(?=[ \r\n]|$)`;
