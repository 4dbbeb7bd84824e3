import { InputError } from './input-error';
import type { ReadLine } from './line-reader';

/**
 * How lines become entries. `off`: each line is one. `frames`: indented lines, stack frames and what else belongs to a
 * trace join the entry before. `headers`: every line that no format claims joins. `start`: every line joins that does
 * not match the pattern.
 */
export type JoinRule = { by: 'off' | 'frames' | 'headers' } | { by: 'start'; pattern: string };

/** What is known of the entry that a line may join. */
export interface EntryState {
	/** Its first line had a header. */
	headed: boolean;
	/** Its newest line belonged to a trace: indented, or a frame. */
	inTrace: boolean;
	/** A goroutine dump has begun. */
	inDump: boolean;
}

/** Characters of a line that a pattern of the user's looks at. */
const MAX_START_CHARS = 200;
const MAX_PATTERN_CHARS = 200;

const FRAME =
	/^(?:Caused by: |Suppressed: |at [\w$.<>[\]`/]+(?: ?\(|\.)|\.{3} \d+ (?:more|common frames)|During handling of the above exception|The above exception was the direct cause|--- End of |---> |created by [\w./]+|\[signal |exit status \d|[)\]}]+[,;]?\s*$)/;
const TRACE_START = /^(?:Traceback \(most recent call last\)|Stack ?trace:)/i;
const QUALIFIED_ERROR =
	/^(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable|Failure|Warning)\b(?:: | ---> |$)/;
const SIMPLE_ERROR = /^[A-Z]\w*(?:Exception|Error|Warning|Interrupt|Exit|Iteration)(?:: |$)/;
const DUMP_START = /^goroutine \d+ \[/;
const DUMP_CALL = /^[\w./*()$[\]-]+\(.*\)$/;

/** Whether a line joins the entry before it by the rule `frames`; tells the state for the next line, too. */
function joinsAsFrame(line: string, state: EntryState): boolean {
	const indented = /^[ \t]/.test(line);
	if (indented || FRAME.test(line)) state.inTrace = true;
	else if (DUMP_START.test(line) && (state.headed || state.inDump || state.inTrace))
		state.inDump = true;
	else if (state.inDump && DUMP_CALL.test(line)) state.inTrace = true;
	else if (state.inTrace && (SIMPLE_ERROR.test(line) || QUALIFIED_ERROR.test(line)))
		state.inTrace = false;
	else if (!state.headed || !(TRACE_START.test(line) || QUALIFIED_ERROR.test(line))) return false;
	return true;
}

/** Decides which lines join the entry before them. */
export class Joiner {
	private readonly start: RegExp | undefined;

	/** @throws InputError when the rule's pattern cannot be used */
	constructor(private readonly rule: JoinRule) {
		this.start = rule.by === 'start' ? startPattern(rule.pattern) : undefined;
	}

	/** No line ever joins, so that none has to be waited for. */
	get never(): boolean {
		return this.rule.by === 'off';
	}

	/** The state of an entry that begins with a line. */
	begin({ headed }: ReadLine, content: string): EntryState {
		return {
			headed,
			inTrace: TRACE_START.test(content),
			inDump: DUMP_START.test(content) || content.startsWith('panic: ')
		};
	}

	/** @param line the whole line, header included */
	joins({ headed }: ReadLine, line: string, state: EntryState): boolean {
		if (this.rule.by === 'off') return false;
		if (this.start) return !this.start.test(line.slice(0, MAX_START_CHARS));
		if (headed) return false;
		return this.rule.by === 'headers' || joinsAsFrame(line, state);
	}
}

/**
 * A pattern of the user's for the start of an entry, matched at the line's first characters only. What could take more
 * than a moment is refused: a repeated group that holds a repetition, back references, more than four repetitions.
 *
 * @throws InputError that says what is wrong with it
 */
function startPattern(pattern: string): RegExp {
	if (pattern.trim() === '')
		throw new InputError('The start pattern is empty: give one, such as ^\\d{4}-.');
	if (pattern.length > MAX_PATTERN_CHARS)
		throw new InputError(
			`The start pattern is longer than ${MAX_PATTERN_CHARS} characters: shorten it.`
		);
	const bare = pattern.replace(/\\[^\dk]/g, 'x').replace(/\[(?:\\.|[^\]\\])*\]/g, 'x');
	const repetitions = bare.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
	if (/\\[1-9k]/.test(bare) || /\)(?:[*+]|\{)/.test(bare) || repetitions > 4)
		throw new InputError(
			'The start pattern may take too long on some lines: leave out repeated groups and back references, and use at most four repetitions.'
		);
	try {
		return new RegExp(pattern.startsWith('^') ? pattern : `^(?:${pattern})`);
	} catch (error) {
		throw new InputError(
			`The start pattern is no regular expression: ${(error as Error).message}.`
		);
	}
}
