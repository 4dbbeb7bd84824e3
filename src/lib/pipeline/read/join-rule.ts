import { patternFault } from '../pattern/pattern-fault';
import { SafePattern } from '../pattern/safe-pattern';
import { InputError } from './input-error';
import { LEVEL } from './level-words';
import type { ReadLine } from './log-entry';

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
	/** A Python traceback has begun, and the line that names the exception has not come. */
	inTraceback: boolean;
}

/** Characters of a line that a pattern of the user's looks at. */
const MAX_START_CHARS = 200;
const MAX_PATTERN_CHARS = 200;

const FRAME =
	/^(?:Caused by: |Causing: |Suppressed: |Wrapped by: |(?:at|bei) [\w$.<>[\]`/]+(?: ?\(|\.)|\.{3} \d+ (?:more|common frames|weitere)|During handling of the above exception|The above exception was the direct cause|--- End of |---> |created by [\w./]+|\[signal |exit status \d|goroutine running on |stack backtrace:|note: (?:Some details|run with)|#\d+ (?:\/|\{main\}|[\w\\]+(?:->|::|\()|0x|\[internal)|! (?:at |[\w.$]+(?:Exception|Error)|Causing: |\.{3} )|\*\* (?:\(|Generic|Last |When |Reason|State)|[)\]}]+[,;]?\s*$|Node\.js v\d|[\w$.<>/]*@(?:https?|file|webpack|app):\S+:\d+|[\w./-]+\.(?:rb|erb|haml|rake):\d+:in )/;
const TRACE_START = /^(?:Traceback \(most recent call last\)|Stack ?trace:|\[stacktrace\])/i;
const QUALIFIED_ERROR =
	/^(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable|Failure|Warning)\b(?:: | ---> |$)/;
const SIMPLE_ERROR = /^[A-Z]\w*(?:Exception|Error|Warning|Interrupt|Exit|Iteration)(?:: |$)/;
const DUMP_START = /^goroutine \d+ (?:gp=\S+ .*)?\[/;
const DUMP_CALL = /^[\w./*()$[\]{}, ?-]+\(.*\)$/;
/** What ends a program, or is a level of its own: never a part of the entry before it. */
const OWN_ENTRY = new RegExp(
	String.raw`^(?:panic: |fatal error: |thread '[^']*' (?:\(\d+\) )?panicked at|Unhandled [Ee]xception|Exception in thread |terminate called |Segmentation fault|Killed$|\*\*\* |(?:\[ *${LEVEL} *\]|(?:[A-Z]+ )?${LEVEL}:)(?: |$))`
);
const DUMP_OWNER = /^(?:panic: |fatal error: |SIG[A-Z]+: )/;
/** A panic of Rust: what was wrong and the frames are on the lines below. */
const RUST_PANIC = /^thread '[^']*' (?:\(\d+\) )?panicked at/;

/** Codes of the characters with which the beginnings of traces and dumps begin. */
const MAY_BEGIN_TRACE: Record<number, true> = Object.fromEntries(
	Array.from('TtSs[gpf', (first) => [first.charCodeAt(0), true as const])
);

/** Whether a line looks like a part of what stands above it, so that it cannot be the head of an entry. */
export const looksJoined = (line: string): boolean =>
	/^[ \t]/.test(line) ||
	FRAME.test(line) ||
	TRACE_START.test(line) ||
	QUALIFIED_ERROR.test(line) ||
	SIMPLE_ERROR.test(line) ||
	DUMP_START.test(line);

/** Whether a line joins the entry before it by the rule `frames`; tells the state for the next line, too. */
function joinsAsFrame(line: string, state: EntryState): boolean {
	const indented = /^[ \t]/.test(line);
	if (TRACE_START.test(line) && (state.headed || state.inTrace || state.inTraceback)) {
		state.inTraceback = line.startsWith('Traceback');
		state.inTrace = true;
	} else if (indented || FRAME.test(line)) state.inTrace = true;
	else if (state.inTraceback) {
		// Whatever it is called: the first line that is not indented names the exception.
		state.inTraceback = false;
		state.inTrace = false;
	} else if (DUMP_START.test(line) && (state.headed || state.inDump || state.inTrace))
		state.inDump = true;
	else if (state.inDump && DUMP_CALL.test(line)) state.inTrace = true;
	else if (state.inTrace && (SIMPLE_ERROR.test(line) || QUALIFIED_ERROR.test(line)))
		state.inTrace = false;
	else if (!state.headed || !(TRACE_START.test(line) || QUALIFIED_ERROR.test(line))) return false;
	return true;
}

/** Decides which lines join the entry before them. */
export class Joiner {
	private readonly start: SafePattern | undefined;

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
		if (!MAY_BEGIN_TRACE[content.charCodeAt(0)])
			return { headed, inTrace: false, inDump: false, inTraceback: false };
		return {
			headed,
			inTrace: TRACE_START.test(content),
			inDump: DUMP_START.test(content) || DUMP_OWNER.test(content),
			inTraceback: content.startsWith('Traceback (most recent') || RUST_PANIC.test(content)
		};
	}

	/**
	 * @param line gives the whole line, header included
	 * @param isLater whether it was written some time after the entry
	 */
	joins(
		{ headed }: ReadLine,
		line: () => string,
		state: EntryState,
		isLater: () => boolean
	): boolean {
		if (this.rule.by === 'off') return false;
		if (this.start) return !this.start.find(line().slice(0, MAX_START_CHARS));
		if (headed) return false;
		if (this.rule.by === 'headers' && !isLater()) return !OWN_ENTRY.test(line());
		return joinsAsFrame(line(), state);
	}
}

/**
 * A pattern of the user's for the start of an entry, matched at the line's first characters only. What nothing bounds is
 * refused.
 *
 * @throws InputError that says what is wrong with it
 */
function startPattern(pattern: string): SafePattern {
	if (pattern.trim() === '')
		throw new InputError(
			'The start pattern is empty. Enter one that matches the first line of each entry, such as ^\\d{4}-.'
		);
	if (pattern.length > MAX_PATTERN_CHARS)
		throw new InputError(
			`The start pattern has ${pattern.length} characters, and ${MAX_PATTERN_CHARS} are allowed. Shorten it: how a line begins is enough.`
		);
	const safe = compiled(pattern);
	if (safe.unbounded !== undefined)
		throw new InputError(
			`The start pattern "${pattern}" may take too long on some lines: ${safe.unbounded}.`
		);
	return safe;
}

function compiled(pattern: string): SafePattern {
	try {
		// By itself first: what is put around it could close a group for it.
		void new RegExp(pattern);
		const safe = new SafePattern(pattern.startsWith('^') ? pattern : `^(?:${pattern})`, '');
		void safe.engine;
		return safe;
	} catch (error) {
		throw new InputError(
			`The start pattern "${pattern}" cannot be used: ${patternFault(error)}. Correct it, or choose another way to join lines.`
		);
	}
}
