/**
 * Folding of one compound: a run of characters without white space, such as `10.0.0.1:80`, `blk_123`, `org.acme.Main` or
 * `failed`. Placeholders are single word pieces of the encoder, so that folding also makes texts cheaper to embed:
 * `#` (number or id), `ip`, `time`, `host`, `path`, `url`, `email`, `*` (a name in a value position).
 */

import type { Folding } from './folding-rules';

const UNITS = new Set(
	'ms s sec secs us ns m min h d b k kb mb gb tb kib mib gib tib kbps mbps gbps hz khz mhz ghz v mv w c f rpm x st nd rd th %'.split(
		' '
	)
);
const TOP_LEVEL = new Set(
	'com net org edu gov mil io de uk jp cn hk tw kr us fr ru nl se ch at be dk no fi pl cz it es au ca br eu local internal lan corp test example invalid localdomain'.split(
		' '
	)
);
const FILE_TYPES = new Set(
	'log txt csv json xml yml yaml conf cfg ini db sqlite dat tmp bak gz tar zip jar war class java py js ts mjs cpp c h rs go rb php html css png jpg gif svg pdf so dll exe sys bin img iso pem crt key sh bat ps1 sql lock pid sock properties toml plist rpm deb apk msi cab mum manifest ko service'.split(
		' '
	)
);
const SEVERITY_WORDS = new Set(
	'emerg emergency alert crit critical fatal severe error err warn warning notice info information informational debug trace verbose fail failed failure ok success succeeded denied true false null none up down yes no on off'.split(
		' '
	)
);

/** Words that say how bad things are: they stay even where a name would fold. */
export const isSeverityWord = (word: string): boolean => SEVERITY_WORDS.has(word.toLowerCase());

const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:[:/.]\d+)?$/;
const IPV6_OR_MAC = /^(?=.*[a-f\d])(?:[a-f\d]{0,4}:){2,8}[a-f\d]{0,4}(?:%\w+)?(?:\/\d+)?$/i;
const CLOCK = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?$/;
const DATE =
	/^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}\/[A-Z][a-z]{2}\/\d{4}|\d{1,2}-[A-Z][a-z]{2}-\d{2,4})(?:[-T_:.]?\d\d[:.]\d\d.*)?(?:Z)?$/;
const NUMBER = /^(?:0x[\da-f]+|[+-]?\d[\d.,_]*(?:e[+-]?\d+)?)([a-z%]{0,4})$/i;
const HEX = /^(?:0x)?[\da-f]{6,}$/i;
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;
const UUID_LENGTH = 36;
const ALL_HEX_LETTERS = /^[a-f]{8,}$/i;
const EMAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
/** At least three dotted names, such as a Java class or a property key. */
const QUALIFIED = /^[\p{L}_$#][\p{L}\d_$#-]*(?:\.[\p{L}\d_$#-]+)+$/u;
const HTTP_VERSION = /^HTTP\/\d(?:\.\d)?$/;

/**
 * @param compound without white space, not empty
 * @param isValue it stands right after `=`, where a bare word is a name rather than language
 */
export function foldCompound(compound: string, isValue: boolean, folding: Folding): string {
	const folded = foldOnce(compound, folding);
	return isValue && folding['name as value'] && isName(folded) ? '*' : folded;
}

function foldOnce(compound: string, folding: Folding): string {
	const shape = shapeOf(compound);
	if (shape.scheme) return folding.URL ? 'url' : compound;
	if (shape.at && EMAIL.test(compound)) return folding['e-mail'] ? 'email' : compound;
	if (shape.backslashes > 0 || isPath(compound, shape)) return folding.path ? 'path' : compound;
	if (shape.digits > 0) return foldDigits(compound, shape, folding);
	if (shape.dots > 0) return foldSegments(compound, folding);
	return folding.id && ALL_HEX_LETTERS.test(compound) ? '#' : compound;
}

interface Shape {
	digits: number;
	letters: number;
	dots: number;
	colons: number;
	slashes: number;
	backslashes: number;
	at: boolean;
	scheme: boolean;
}

function shapeOf(compound: string): Shape {
	const shape: Shape = {
		digits: 0,
		letters: 0,
		dots: 0,
		colons: 0,
		slashes: 0,
		backslashes: 0,
		at: false,
		scheme: false
	};
	for (let i = 0; i < compound.length; i++) {
		const code = compound.charCodeAt(i);
		if (code >= 48 && code <= 57) shape.digits++;
		else if (code === 46) shape.dots++;
		else if (code === 47) shape.slashes++;
		else if (code === 58) {
			shape.colons++;
			if (compound.charCodeAt(i + 1) === 47 && compound.charCodeAt(i + 2) === 47)
				shape.scheme = true;
		} else if (code === 92) shape.backslashes++;
		else if (code === 64) shape.at = true;
		else if (code !== 45 && code !== 95) shape.letters++;
	}
	return shape;
}

/** Absolute, or at least two dividing slashes; `read/write`, `10.0.0.1/24` and `HTTP/1.1` are none. */
function isPath(compound: string, shape: Shape): boolean {
	if (shape.slashes === 0 || HTTP_VERSION.test(compound) || IPV4.test(compound)) return false;
	const first = compound.charCodeAt(0);
	if (first === 47 || first === 126) return !IPV4.test(compound.slice(1)) && compound.length > 1;
	return shape.slashes >= 2 && shape.letters > 0 && !DATE.test(compound);
}

function foldDigits(compound: string, shape: Shape, folding: Folding): string {
	if (HTTP_VERSION.test(compound)) return 'HTTP';
	if (IPV4.test(compound) || IPV4.test(compound.replace(/^\//, '')))
		return folding.address ? 'ip' : compound;
	if (CLOCK.test(compound) || DATE.test(compound)) return folding.time ? 'time' : compound;
	const number = NUMBER.exec(compound);
	if (number) {
		if (!folding.number) return compound;
		const unit = number[1] as string;
		return unit !== '' && UNITS.has(unit.toLowerCase()) && !compound.startsWith('0x')
			? `# ${unit}`
			: '#';
	}
	if (shape.colons >= 2 && IPV6_OR_MAC.test(compound)) return folding.address ? 'ip' : compound;
	if (HEX.test(compound)) return folding.id ? '#' : compound;
	return shape.dots > 0 && shape.letters > 0
		? foldSegments(compound, folding)
		: foldParts(compound, folding);
}

/** `host:port`, `Class@hash`, `name/address`: each segment folds by itself. */
function foldSegments(compound: string, folding: Folding): string {
	const folded = compound.replace(/[^:@/%+~]+/g, (segment) =>
		segment.includes('.')
			? foldDotted(segment, folding)
			: /\d/.test(segment)
				? foldDigits(segment, shapeOf(segment), folding)
				: segment
	);
	return folded.replace(/(host|ip)[:/@](?:#|ip|host)/g, '$1');
}

/** Alphanumeric parts with digits become `#` or `name#`; neighbouring `#` become one. */
function foldParts(compound: string, folding: Folding): string {
	if (!folding.id) return compound;
	// Looking for one in each word would take a tenth of the time that folding takes.
	const named = compound.length < UUID_LENGTH ? compound : compound.replace(UUID, '#');
	const folded = named.replace(/[\p{L}\d]+/gu, (part) => {
		if (!/\d/.test(part)) return part;
		const name = /^(\p{L}{2,})\d+$/u.exec(part);
		return name && !HEX.test(part) ? `${name[1]}#` : '#';
	});
	return withoutSigns(folded).replace(/#(?:[^\p{L}#]*(?:\p{L}?[^\p{L}#]+)?#)+/gu, '#');
}

/** `blk_-#` is `blk_#`, `at:+#` is `at:#`; the joint of `node-#` and `call+#` is no sign. */
const withoutSigns = (folded: string): string =>
	folded.replace(/(?<=[^\p{L}\d#\s])[-+](?=#)/gu, '');

/** `org.acme.Main` keeps its last name, `db.corp.com` is a host, `dataset.csv` a file of its type. */
function foldDotted(segment: string, folding: Folding): string {
	if (IPV4.test(segment)) return folding.address ? 'ip' : segment;
	if (!folding['dotted name']) return foldParts(segment, folding);
	const last = segment.slice(segment.lastIndexOf('.') + 1);
	const lower = last.toLowerCase();
	if (TOP_LEVEL.has(lower)) return 'host';
	if (FILE_TYPES.has(lower)) return `file.${lower}`;
	if (!QUALIFIED.test(segment)) return foldParts(segment, folding);
	const name = /\d/.test(last) ? foldParts(last, folding) : last;
	return segment.indexOf('.') === segment.length - last.length - 1
		? foldParts(segment, folding)
		: name;
}

/** A bare value that is not plain language: capitals inside, underscores, or not a state word. */
function isName(word: string): boolean {
	return !isSeverityWord(word) && /[A-Z].*[a-z].*[A-Z]|_|^[a-z]+[A-Z]|^.{18,}$/.test(word);
}
