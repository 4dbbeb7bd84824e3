/**
 * The fifteen default categories, most specific first: the order in which a labeller decides. The definitions are shown
 * to the user and go into an LLM's prompt.
 */
export const DEFAULT_LABEL_DEFINITIONS = {
	SecurityAlert:
		'A login, certificate or access check failed or looks hostile: wrong or unknown user, refusal by permission or policy, break-in attempt, untrusted certificate, tampering.',
	HardwareError:
		'A physical part, its firmware or its bus is faulty, even when the fault was corrected: memory, CPU, cache, drive, RAID, fan, temperature, power, card.',
	DatabaseError:
		'The database engine or a query failed: deadlock, constraint, replication, connection pool.',
	NetworkError:
		'Two machines or processes could not talk: refused, reset, unreachable, name lookup or handshake failed, timed out, peer lost, malformed packet.',
	IOError:
		'A file, disk or file system operation failed: not there, cannot be opened, read, written or mounted, full, corrupt.',
	ResourceUsage:
		'Memory, CPU, disk, threads or quota in use, claimed, limited, low or exhausted; garbage collection; slow under load.',
	ConfigurationError:
		'A setting, option, parameter, environment or version is missing, wrong, contradictory, ignored or unsupported.',
	DeprecationWarning: 'Something still used is outdated, deprecated or will go away.',
	WorkflowError:
		'A job, task, transaction or business step failed, was stopped, lost or is tried again, and no cause above is named.',
	ApplicationError:
		'Any other fault of a program: exception, crash, assertion, unexpected value or state.',
	HttpStatus: 'The record of an HTTP request or response, whatever its status.',
	UserAction:
		'What a person or account did: signed in or out, ran a command, clicked, created, uploaded.',
	NetworkActivity:
		'Network life as it should be: connections opened, accepted and closed, addresses given, links up, peers found, elections and heartbeats.',
	SystemNotification:
		'Life of a system, service, device, job or data as it should be: started, stopped, found, mounted, registered, changed state, finished.',
	DebugTrace:
		'A developer’s trace that tells an operator nothing: calls and returns, dumped fields and registers, inner bookkeeping.'
} as const;

export type DefaultLabel = keyof typeof DEFAULT_LABEL_DEFINITIONS;

export const DEFAULT_LABELS = Object.keys(DEFAULT_LABEL_DEFINITIONS) as DefaultLabel[];

/** Categories that report a problem; the other five report normal life. */
export const PROBLEM_LABELS: readonly DefaultLabel[] = DEFAULT_LABELS.slice(
	0,
	DEFAULT_LABELS.indexOf('HttpStatus')
);

/** Family of each category: which of the other five report what somebody or something did, and which mere routine. */
export const DEFAULT_FAMILIES = Object.fromEntries(
	DEFAULT_LABELS.map((label) => [label, familyOf(label)])
) as Record<DefaultLabel, string>;

function familyOf(label: DefaultLabel): string {
	if (PROBLEM_LABELS.includes(label)) return 'problem';
	return label === 'SystemNotification' || label === 'DebugTrace' ? 'routine' : 'activity';
}
