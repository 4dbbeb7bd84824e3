/** What `maskPii` puts in place of a find, by category. */
type PiiCategory = 'secret' | 'email' | 'user' | 'ip' | 'mac' | 'phone' | 'id' | 'place' | 'birth';

/** One kind of personal or secret text. All quantifiers that can meet the same character twice are bounded. */
interface PiiPattern {
	category: PiiCategory;
	pattern: RegExp;
	/** Found in every text that the pattern matches, and quickly: without it the pattern is not tried. */
	needs?: RegExp;
	/** Text kept before and after what is masked, as `String.replace` writes groups. */
	before?: string;
	after?: string;
}

/** A value after `key=`: quoted, or up to the next blank or separator; also quoted and cut off. */
const VALUE = String.raw`(?:"[^"]{1,2000}"|'[^']{1,2000}'|[^\s,;&"'<>(){}[\]\\][^\s,;&"'(){}[\]]{0,2000}|["'][^\s"'<>(){}[\],;]{2,2000})`;
/** Between a key and its value, which is no further `key=`; also `\"key\": ` in JSON within JSON, and Windows' tabs. */
const IS = String.raw`\\?["']?[ \t]{0,8}(?:=|:|[=-]>)(?:[ \t]{1,8}(?![\w.-]{1,32}=)|)\\?`;
/** Words for a secret. The short ones are no part of an id before them; the long ones may follow anything. */
const SECRET_KEYS =
	'pass(?:word|wd|phrase|code)s?|pwd|secrets?|tokens?|api[_-]?keys?|(?:access|private|secret|encryption|signing|shared|account)[_-]?keys?|credentials?|cookie|signature|csrf|xsrf|jsessionid|phpsessid|session[_-]?(?:id|key)|secret[_-]?key[_-]?base|authorization|(?<!\\p{N})(?:pass(?:es)?|sig|otp|pin|sid|nonce|psk)';
/** What an earlier pattern, or an earlier masking, put there. */
const MASKED = '(?:secret|email|user|ip|mac|phone|id|place|birth)>';
const NAME = String.raw`[\p{L}\p{N}_][\p{L}\p{N}_.$+-]{0,63}`;
/** Words that follow "user" without being a name. */
const NO_NAME =
	'(?:users?|domain|not|is|was|are|has|had|have|name|named|agents?|id|ids|accounts?|sessions?|data|input|login|logins|logged|failed|does|did|do|with|from|to|into|in|on|at|for|of|by|and|or|the|a|an|that|who|which|profile|service|could|cannot|can|will|would|must|may|requests?|requested|authentication|authenticated|unknown|mode|space|defined|level|error|groups?|role|roles|permissions?|list|table|actions?|does|already|interface|limit|quota|disconnected|connected|cancelled|canceled|aborted|interrupt|preferences|settings|directory|home|count|process|code|password|exists?|created|deleted|removed|added|updated|info|records?|time|cpu|memory|events?|store|database|manager|thread|lookup|locked|out|after|before|when|while|queue|device|all|any|no|every|each|new|this|maintenance|expired|expires)';

/** In the order in which they are applied: what has a plain form first, bare numbers last. */
export const PII_PATTERNS: readonly PiiPattern[] = [
	{
		category: 'secret',
		pattern:
			/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g
	},
	// JSON Web Token.
	{ category: 'secret', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g },
	// Keys whose issuers give them a prefix: Amazon, GitHub, GitLab, Slack, Stripe and others, Google, SendGrid, npm.
	{
		category: 'secret',
		pattern:
			/\b(?:(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|[sprw]k[-_](?:live[-_]|test[-_]|proj-)?[\w-]{16,}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{30,}|dop_v1_\w{20,}|hf_\w{20,})/g
	},
	// `Authorization: Bearer …`; a plain word after it, as in "bearer token", stays.
	{
		category: 'secret',
		pattern: /\b((?:bearer|negotiate|apikey) {1,4})(?=\S*[\d._~+/=-]|\S{20})[^\s"',;]{6,}/gi,
		before: '$1'
	},
	{
		category: 'secret',
		pattern: /\b((?:[Bb]asic|BASIC) {1,4})(?=\S*(?:[\d=]|[a-z][A-Z]))[A-Za-z0-9+/]{6,}={0,2}/g,
		before: '$1'
	},
	// `https://user:password@host`.
	{
		category: 'secret',
		pattern: /(:\/\/)[^\s/:@"'<>]{1,256}(?::[^\s/@"'<>]{0,256})?@/g,
		before: '$1',
		after: '@'
	},
	// `password=…`, `"api_key": "…"`, `X-Auth-Token: …`.
	{
		category: 'secret',
		pattern: new RegExp(
			String.raw`((?:${SECRET_KEYS})${IS})(?!(?:bearer|basic|digest|negotiate)\b)${VALUE}`,
			'giu'
		),
		before: '$1'
	},
	// `--password hunter2`, "password is …", "password '…'", "-p secret" of command lines.
	{
		category: 'secret',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}])(?:--?(?:password|passwd|pass|token|secret|api-?key)[ =]|(?:password|passphrase|passcode|pin|secret|token|api key)\s(?:is|was|set to|changed to|reset to)\s|(?:password|passphrase|passcode|secret|token|api key)\s(?=["'])|-u[ ]{1,4}[^\s-]{1,64}[ ]{1,4}-p[ ]))${VALUE}`,
			'giu'
		),
		before: '$1'
	},
	// "pin 9931", "recovery code 8841", "new value 5up3r": only with a digit, so that "pin layout" stays.
	{
		category: 'secret',
		pattern:
			/((?<![\p{L}\p{N}])(?:pin|passcode|otp|(?:recovery|verification|backup|security|access|reset|one-time) code|(?:secret|token|key|password)\b[^=\n]{0,24} value)[ \t]{1,4}["']?)(?=[\p{L}_-]{0,12}\d)[^\s"',;()]{4,64}/giu,
		before: '$1'
	},
	// Codes in the address of a web page; `code=404` and `code=ECONNRESET` stay.
	{
		category: 'secret',
		pattern:
			/([?&](?:code|auth|ticket|otc|invite|state)=)(?=[\w.~-]{0,64}[a-z])(?=[\w.~-]{0,64}\d)[\w.~%-]{4,256}/g,
		before: '$1'
	},
	// Where the host or the path says that it is a web hook, all behind it is its key.
	{
		category: 'secret',
		needs: /hook/i,
		pattern:
			/(\/\/(?:[\w-]{1,64}\.){0,4}(?:web)?hooks?[\w-]{0,32}\.[\w.-]{2,128}(?::\d{1,5})?\/|\/webhooks?\/)[^\s"'<>(),;\]}][^\s"'<>),;\]}]{0,1000}/gi,
		before: '$1'
	},
	// The last part of a web hook's address is its key.
	{
		category: 'secret',
		pattern:
			/(\/(?:webhooks?|hooks|services)\/(?:[\w-]{1,64}\/){0,3})(?=[\w-]{0,64}\d)(?=[\w-]{0,64}[A-Za-z])[\w-]{8,128}/g,
		before: '$1'
	},
	// Password hashes as crypt, bcrypt and argon2 write them.
	{ category: 'secret', pattern: /\$(?:2[abxy]?|[156y]|argon2\w{1,3})\$[^\s:'",]{4,}/g },
	// A Kerberos principal with an instance: `pavel/admin@REALM`.
	{
		category: 'user',
		needs: /@/,
		pattern: /(?<![\p{L}\p{N}_/.-])[\p{L}_][\p{L}\p{N}_.-]{0,63}\/[\w.-]{1,63}(?=@\p{Lu})/gu
	},
	{
		category: 'email',
		needs: /@|%40/,
		pattern:
			/[\p{L}\p{N}_.+%'-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.\p{L}{2,24}/gu
	},
	// `root@web-01`, as a shell or ssh writes it.
	{
		category: 'user',
		needs: /@/,
		pattern: /(?<![\p{L}\p{N}_/.-])[\p{L}_][\p{L}\p{N}_.-]{0,63}@(?=[\p{L}])/gu,
		after: '@'
	},
	// Home directories and mail boxes; a Windows name may hold blanks when more of the path follows.
	{
		category: 'user',
		pattern:
			/(\/(?:home|Users|export\/home|var\/mail|var\/spool\/(?:mail|cron(?:\/(?:crontabs|tabs))?))\/)[^/\s:;,'"<>|)\]]{1,64}/g,
		before: '$1'
	},
	{
		category: 'user',
		pattern:
			/(\b[A-Za-z]:[\\/]{1,2}(?:Users|Documents and Settings)[\\/]{1,2})(?:[^\\/\r\n:"'<>|?*,;]{1,64}(?=[\\/])|[^\\/\s:"'<>|?*,;]{1,64})/gi,
		before: '$1'
	},
	// `DOMAIN\user`. Not in a path, and not `\n` in escaped text.
	{
		category: 'user',
		pattern:
			/(?<![\\\p{L}\p{N}:./-])(?:NT AUTHORITY|[A-Z][A-Z0-9-]{1,30}\\?|[A-Z][\p{L}\p{N}.-]{1,30}(?=\\{1,2}[^nrt\\]))\\[\p{L}\p{N}_][\p{L}\p{N}_.$-]{0,63}(?![\p{L}\p{N}.]*\\)/gu
	},
	// `uid=1002(petra)`, "alice(uid=0)", "boris (uid 1003)".
	{
		category: 'user',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}])[er]?[ug]id=[^\s(]{1,12}\()${NAME}(?=\))`,
			'giu'
		),
		before: '$1'
	},
	{
		category: 'user',
		needs: /\(uid[ =]/i,
		pattern: new RegExp(String.raw`(?<![\p{L}\p{N}_<.$+-])${NAME}(?= ?\(uid[ =])`, 'giu')
	},
	// Names in a directory service: `cn=Alice Doe,ou=people`.
	{
		category: 'user',
		pattern: /(\b(?:cn|sn|givenname|uid)=)(?![<\d])[^,;"'<>=()]{1,64}(?=[,;"')])/gi,
		before: '$1'
	},
	// `user=alice`, `"username": "alice"`, `Account Name:  Alice`, `ruser=bob`.
	{
		category: 'user',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}])(?:(?:[relsd]|auth|src|dst|target|remote|login|db|sys|run|task|sudo|su|effective|logon|caller|client)?_?user(?:[_ -]?(?:name|id))?|e?uid|login(?:[_ ]?name)?|logname|account(?:[_ ]?name)?|acct|owner|principal|sender|recipient|first[_ ]?name|last[_ ]?name|full[_ ]?name|display[_ ]?name|customer(?:[_ ]?name)?|employee(?:[_ ]?name)?|author|publisher|assignee|assigned[_ ]?to|reporter|(?:created|updated|modified|approved|requested)[_ ]?by|benutzer(?:name)?|utilisateur|usuario|utente|(?:sam|upn)[_ ]?(?:account)?[_ ]?name)${IS})${VALUE}`,
			'giu'
		),
		before: '$1'
	},
	// "for user alice", "invalid user bob", "user 'carol'".
	{
		category: 'user',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}-])(?:user(?:name)?|users|account|logged[ -](?:in|on|out) (?:as|by)|log(?:ging)? in as|signed in as|log-?[io]n(?: attempt| failure)? (?:as|of)|impersonation of|account (?:for|of)|locked out:|run(?:ning)? as|on behalf of|impersonat(?:e|ing)|(?:owned|uploaded|requested|approved|submitted|initiated|triggered|deleted|modified|created|started|stopped|invoked) by(?: user)?)[ \t]{1,4}["'\u2018\u201c\x60[(<]?)(?!${MASKED})(?!${NO_NAME}(?![\p{L}\p{N}_$@.-]))(?=${NAME})(?!\d{1,2}\b)${NAME}`,
			'giu'
		),
		before: '$1'
	},
	// sshd, su and cron: "Accepted password for alice from", "by alice(uid=0)", "sudo: alice : TTY", "CRON (alice) CMD".
	{
		category: 'user',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}])(?:(?:password|publickey|keyboard-interactive(?:\/pam)?|none|hostbased|gssapi-with-mic) for |sudo(?:\[\d+\])?:[ ]{1,8}|su(?:\[\d+\])?: \(to \w+\) |cron(?:d|tab)?(?:\[\d+\])?: \(|vsftpd(?:\[\d+\])?: \[))(?!(?:invalid|illegal|user)\b|pam_)${NAME}(?=[ )\]]|$)`,
			'giu'
		),
		before: '$1'
	},
	// "password changed for vera", "authentication succeeds for tariq".
	{
		category: 'user',
		pattern: new RegExp(
			String.raw`((?<![\p{L}\p{N}])(?:authentication|auth|log-?[io]n|log-?out|password|passphrase|session|access|account|mfa|permission|privileges?|quota)s?(?: (?:was|has been|is|attempt|check))? (?:succe\w{2,7}|fail\w{0,4}|changed|granted|denied|expired|reset|locked|unlocked|opened|closed|accepted|rejected|revoked|exceeded|required)(?: (?:for|to|of|by)){1,2}[ \t]["']?)(?!${MASKED})(?!${NO_NAME}(?![\p{L}\p{N}_$@.-]))${NAME}`,
			'giu'
		),
		before: '$1'
	},
	// Two or three capitalised words behind a word for a person: "patient Ines Costa".
	{
		category: 'user',
		pattern:
			/((?<![\p{L}\p{N}])(?:[Pp]atient|[Cc]ustomer|[Ee]mployee|[Mm]essage from|[Pp]icture of|Hello|Hi|Dear|Welcome back|[Cc]ontact|[Cc]aller|[Aa]ssigned to)[:,]?[ \t]{1,4})(?!(?:Mr|Mrs|Ms|Dr)\b)\p{Lu}\p{Ll}{1,30}(?:[ -]\p{Lu}\p{Ll}{1,30}){1,2}/gu,
		before: '$1'
	},
	// One after a title or a greeting: "Dear Mr. Rossi", "Welcome back, Oskar!".
	{
		category: 'user',
		pattern:
			/((?<![\p{L}\p{N}])(?:(?:Hello|Hi|Dear|Welcome back),?|(?:Mr|Mrs|Ms|Dr)\.?)[ \t])(?!(?:Mr|Mrs|Ms|Dr|All|Team|World|Customer|User)\b)\p{Lu}\p{Ll}{1,30}(?=[ ,!.]|$)/gu,
		before: '$1'
	},
	{
		category: 'mac',
		pattern: /(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])/gi
	},
	{ category: 'mac', pattern: /(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/gi },
	// Eight groups, or fewer around `::`, with a zone or an IPv4 tail.
	{
		category: 'ip',
		pattern:
			/(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){6}\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}:){0,6}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4})|(?:[0-9a-f]{1,4}:){1,7}:)(?:%\w{1,16})?(?![\w:])/gi
	},
	// Also as tcpdump and BSD's netstat write it, with the port as a fifth part. Only what says that it is a
	// version stays: behind words such as build or driver, addresses stand as well.
	{
		category: 'ip',
		pattern:
			/(?<![\d.])(?<!\bv)(?<!\b(?:ver|version)[.:=]?[ \t]{0,2}v?)\d{1,3}(?:\.\d{1,3}){3}(?:\.\d{1,5})?(?!\d|\.\d)/gi
	},
	// Addresses as part of a name: `ip-10-0-0-12`, `static.203-0-113-9.example`.
	{ category: 'ip', pattern: /(?<!\d|\d-)\d{1,3}(?:-\d{1,3}){3}(?!\d|-\d)/g },
	{
		category: 'phone',
		pattern:
			/(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]\d{2,5}){1,4}|\+\d{9,15}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w-])/g
	},
	{
		category: 'id',
		pattern: /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi
	},
	// Windows security identifiers.
	{ category: 'id', pattern: /\bS-1-\d{1,3}(?:-\d{1,12}){1,14}/g },
	// International account numbers, before what looks like a card number within them.
	{
		category: 'id',
		pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g
	},
	// Coordinates: after a word for them, or two numbers with four decimals and more.
	{
		category: 'place',
		pattern:
			/((?<![\p{L}\p{N}])(?:lat|latitude|lon|lng|long|longitude)\\?["']?[ \t]{0,4}[=:]?[ \t]{0,4}["']?)[+-]?\d{1,3}\.\d{2,15}/giu,
		before: '$1'
	},
	{
		category: 'place',
		pattern: /(?<![\w.+-])[+-]?\d{1,2}\.\d{4,15}[,;] ?[+-]?\d{1,3}\.\d{4,15}(?!\w|\.\d)/g
	},
	{
		category: 'birth',
		pattern:
			/((?<![\p{L}\p{N}])(?:dob|born(?: on| at)?|birth[_ -]?da(?:te|y)|date[_ -]?of[_ -]?birth|geburtsdatum)\\?["']?[ \t]{0,4}[=:]?[ \t]{0,4}["']?)(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{8}(?!\d)|\d{1,2}\.? \p{L}{3,10}\.? \d{4}|\p{L}{3,10} \d{1,2},? \d{4})/giu,
		before: '$1'
	},
	// Account and card numbers in groups.
	{ category: 'id', pattern: /(?<![\w-])\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}(?![\w-])/g },
	{ category: 'id', pattern: /(?<![\w-])\d{4}[ -]\d{6}[ -]\d{5}(?![\w-])/g },
	{ category: 'id', pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g },
	// `customer 4711`, `order #A-1001`, `request_id=7fq2`: short ones are ids because the word before says so.
	{
		category: 'id',
		pattern: new RegExp(
			String.raw`((?:(?<![\p{L}\p{N}])(?:(?:order|customer|invoice|ticket|account|member(?:ship)?|patient|employee|client|card|contract|booking|passport|licen[cs]e|tenant|device|serial|imei|iban|ssn|case)(?:[_ -]?(?:id|no\.?|number|nr\.?))?|id|guid|uuid)|[_-]id)(?:${IS}["']?|[ \t]{1,4}#?|#))(?!(?:eth|en[ops]|wl|br|sd|vd|nvme|tty|dm-|md|usb)[\w-]{0,12}(?![\p{L}\p{N}_-]))(?=[\p{L}_-]{0,12}\d)[\p{L}\p{N}_-]{1,64}`,
			'giu'
		),
		before: '$1'
	},
	{
		category: 'id',
		pattern:
			/((?<=[a-z])I[dD]["']?[ \t]{0,4}[=:][ \t]{0,4}["']?)(?=[A-Za-z_-]{0,12}\d)[\w-]{1,64}/g,
		before: '$1'
	},
	// Long hexadecimal and mixed words: hashes, pods, sessions. At least four digits, since words have none.
	{
		category: 'id',
		pattern: /(?<![0-9a-z])(?:0x[0-9a-f]{6,}|(?=[a-f]{0,40}\d)[0-9a-f]{8,})(?![0-9a-z])/gi
	},
	{
		category: 'id',
		pattern: /(?<![\w/+-])(?=(?:[A-Za-z_-]{0,40}\d){4})(?=[\d_-]{0,40}[A-Za-z])[\w-]{16,}(?![\w-])/g
	},
	{ category: 'id', pattern: /(?<![\d.,:])\d{6,}(?![\d:])/g }
];
