/** The meanings that a field can have by its name. */
export const NAMED_ROLES = ['message', 'source', 'timestamp', 'level', 'truth'] as const;
export type NamedRole = (typeof NAMED_ROLES)[number];

/** Names under which a field with a meaning is known, best first; compared as `normaliseName` gives them. */
const FIELD_NAMES: Record<NamedRole, readonly string[]> = {
	message: [
		'logmessage',
		'message',
		'msg',
		'logmsg',
		'log',
		'logline',
		'@message',
		'@m',
		'@mt',
		'renderedmessage',
		'displaymessage',
		'formattedmessage',
		'messagetext',
		'syslogmessage',
		'text',
		'body',
		'content',
		'event',
		'eventmessage',
		'logentry',
		'description',
		'details',
		'line',
		'raw',
		'textpayload',
		'shortmessage',
		'fullmessage',
		'messagetemplate',
		'resultdescription',
		'errormessage',
		'statusmessage',
		'signature',
		'summary',
		'title',
		'subject',
		'entry',
		'm',
		'meldung',
		'nachricht',
		'beschreibung',
		'meldungstext',
		'mensaje',
		'descripcion',
		'mensagem',
		'descricao',
		'messaggio',
		'descrizione',
		'bericht',
		'beschrijving',
		'meddelande',
		'komunikat',
		'opis',
		'сообщение',
		'описание',
		'メッセージ',
		'消息',
		'日志内容',
		'描述'
	],
	source: [
		'source',
		'logsource',
		'logger',
		'loggername',
		'sourcecontext',
		'service',
		'servicename',
		'app',
		'application',
		'appname',
		'applicationname',
		'approlename',
		'syslogidentifier',
		'containername',
		'program',
		'processname',
		'system',
		'component',
		'provider',
		'process',
		'providername',
		'subsystem',
		'eventsource',
		'podname',
		'module',
		'@module',
		'systemdunit',
		'comm',
		'processimagepath',
		'channel',
		'target',
		'loggroup',
		'n',
		'c',
		'host',
		'hostname',
		'computer',
		'machinename',
		'node',
		'quelle',
		'origen',
		'origem',
		'origine',
		'fonte',
		'bron',
		'kalla',
		'zrodlo',
		'источник',
		'ソース',
		'来源'
	],
	timestamp: [
		'timestamp',
		'time',
		'datetime',
		'@timestamp',
		'@t',
		'date',
		'ts',
		'timecreated',
		'createdat',
		'eventtime',
		'logtime',
		'dateandtime',
		'timegenerated',
		'eventtimestamp',
		'timeunixnano',
		'observedtimeunixnano',
		'epochsecond',
		'timemillis',
		'epochmillis',
		'unixtime',
		'timelocal',
		'timeiso8601',
		'starttime',
		'querytimestamp',
		'asctime',
		'realtimetimestamp',
		'sourcerealtimetimestamp',
		'opened',
		'openedat',
		'created',
		'lasttimestamp',
		'datecreated',
		'datecreate',
		'occurredat',
		'loggedat',
		'receivedat',
		'published',
		'$date',
		't',
		'start',
		'requesttime',
		'timereceived',
		'zeit',
		'datum',
		'zeitstempel',
		'datumunduhrzeit',
		'zeitpunkt',
		'dateetheure',
		'horodatage',
		'fechayhora',
		'fecha',
		'dataehora',
		'dataeora',
		'dataora',
		'data',
		'datumentijd',
		'datumochtid',
		'dataigodzina',
		'датаивремя',
		'дата',
		'日付と時刻',
		'日期和时间',
		'时间'
	],
	level: [
		'leveldisplayname',
		'levelname',
		'level',
		'severity',
		'loglevel',
		'lvl',
		'@level',
		'@l',
		'severitytext',
		'severitylevel',
		'errorseverity',
		'messagetype',
		'priority',
		'sev',
		'severitynumber',
		'levelvalue',
		'levelno',
		'entrytype',
		'l',
		's',
		'stufe',
		'ebene',
		'schweregrad',
		'niveau',
		'gravite',
		'nivel',
		'gravedad',
		'livello',
		'gravita',
		'niva',
		'poziom',
		'уровень',
		'レベル',
		'级别',
		'重要性'
	],
	truth: ['targetlabel', 'label', 'category', 'truelabel', 'class']
};

/** A name without case, accents, spaces, `_`, `-`, `.`, a zone in brackets and the apostrophe against formulas. */
export const normaliseName = (name: string): string =>
	name
		.trim()
		.replace(/^'(?=[@=+-])/, '')
		.replace(/ ?[[(](?:UTC|GMT|Z|local)[\])]$/i, '')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[\s_.-]/g, '')
		.normalize('NFC');

/** What a field that holds an error is called: its text is the message where there is no other. */
const ERROR_NAMES = [
	'errormessage',
	'error',
	'exception',
	'@x',
	'x',
	'err',
	'panic',
	'reason',
	'cause'
];
const TRACE_NAMES = ['stacktrace', 'stack', 'stackinfo', 'excinfo', 'backtrace', 'thrown'];

/** Names of an exception's text, best first. */
export const EXCEPTION_NAMES: readonly string[] = [...ERROR_NAMES, ...TRACE_NAMES];

const KNOWN = Object.fromEntries(
	NAMED_ROLES.map((role) => [role, FIELD_NAMES[role].map(normaliseName)])
) as Record<NamedRole, string[]>;

/** Positions of the role's names among normalised ones, best first. */
export const positionsOf = (role: NamedRole, normalised: readonly string[]): number[] =>
	positionsByName(KNOWN[role], normalised);

/** Positions of the wanted names among normalised ones, in the order in which they are wanted. */
export function positionsByName(
	wanted: readonly string[],
	normalised: readonly string[]
): number[] {
	return wanted.flatMap((known) => normalised.flatMap((name, at) => (name === known ? [at] : [])));
}

/** How good a name is for a role: the lower the better. */
export const rankOf = (role: NamedRole, normalised: string): number =>
	KNOWN[role].indexOf(normalised);
