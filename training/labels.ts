/** The fifteen default categories, most specific first: the order in which a labeller decides. */
export const DEFAULT_LABELS = [
	'SecurityAlert',
	'HardwareError',
	'DatabaseError',
	'NetworkError',
	'IOError',
	'ResourceUsage',
	'ConfigurationError',
	'DeprecationWarning',
	'WorkflowError',
	'ApplicationError',
	'HttpStatus',
	'UserAction',
	'NetworkActivity',
	'SystemNotification',
	'DebugTrace'
] as const;

export type DefaultLabel = (typeof DEFAULT_LABELS)[number];
