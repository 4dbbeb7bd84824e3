/** Bytes of a sample that are looked at. */
const BYTES_LOOKED_AT = 2 ** 16;

/** A family of encodings of which each byte, or pair of bytes, beyond ASCII is a character. */
interface Candidate {
	encoding: string;
	/** How much of what is beyond ASCII has to be usual, for the bytes to be of it. */
	atLeast: number;
	/** What is usual in text of it. */
	usual: RegExp;
}

/** In the order in which they are tried: the surest sign first. Text of one nearly never passes for one before it. */
const CANDIDATES: Candidate[] = [
	{ encoding: 'shift_jis', atLeast: 0.3, usual: /[\u3041-\u30ff]/g },
	{ encoding: 'euc-jp', atLeast: 0.3, usual: /[\u3041-\u30ff]/g },
	{ encoding: 'euc-kr', atLeast: 0.9, usual: /[\uac00-\ud7a3\u3000-\u3002\uff01-\uff5e]/g }
];

/** The encoding of text that is no UTF-8, by what its bytes would say; Windows-1252 where nothing speaks against it. */
export function eightBitEncoding(bytes: Uint8Array): string {
	const sample = bytes.subarray(0, BYTES_LOOKED_AT);
	for (const { encoding, atLeast, usual } of CANDIDATES) {
		const text = decoded(sample, encoding);
		const beyond = text?.match(/[^\0-\x7f]/g)?.length ?? 0;
		if (text !== undefined && (text.match(usual)?.length ?? 0) >= beyond * atLeast) return encoding;
	}
	return chinese(sample) ?? cyrillic(sample) ?? 'windows-1252';
}

/** Undefined where the bytes are not of the encoding. The last character may be cut. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}

/** Share of pairs of bytes that are usual in the encoding. */
const MIN_PAIRS = 0.85;

/** Chinese is written in pairs: of GB 2312 both bytes are beyond 0xA0; of Big5 half of the second ones are not. */
function chinese(bytes: Uint8Array): string | undefined {
	let [pairs, simplified, traditional] = [0, 0, 0];
	for (let at = 0; at + 1 < bytes.length; at++) {
		const [lead, trail] = [bytes[at] as number, bytes[at + 1] as number];
		if (lead < 0x81) continue;
		pairs++;
		if (lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1) simplified++;
		else if (lead >= 0xa1 && lead <= 0xa3 && trail >= 0xa1) simplified++;
		if (lead >= 0xa1 && lead <= 0xc6 && ((trail >= 0x40 && trail <= 0x7e) || trail >= 0xa1))
			traditional++;
		at++;
	}
	if (pairs === 0) return undefined;
	if (simplified >= pairs * MIN_PAIRS && inRuns(bytes) && decoded(bytes, 'gb18030') !== undefined)
		return isRussian(bytes) ? undefined : 'gb18030';
	const isBig5 = traditional >= pairs * MIN_PAIRS && inRuns(bytes);
	return isBig5 && decoded(bytes, 'big5') !== undefined ? 'big5' : undefined;
}

/** Whether bytes beyond ASCII stand together: in the languages of Europe that use Latin letters they stand alone. */
function inRuns(bytes: Uint8Array): boolean {
	let [high, together] = [0, 0];
	for (let at = 0; at < bytes.length; at++) {
		if ((bytes[at] as number) < 0x80) continue;
		high++;
		if ((bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) together++;
	}
	return together >= high * 0.7;
}

/** Share of small letters in words of Cyrillic, at least. */
const MIN_SMALL = 0.6;

const shareOf = (bytes: Uint8Array, from: number, to: number): number => {
	let [high, found] = [0, 0];
	for (const byte of bytes) {
		if (byte < 0x80) continue;
		high++;
		if (byte >= from && byte <= to) found++;
	}
	return high === 0 ? 0 : found / high;
};

const isRussian = (bytes: Uint8Array): boolean => shareOf(bytes, 0xe0, 0xff) >= MIN_SMALL + 0.15;

/** Cyrillic letters stand together in words, most of them small. */
function cyrillic(bytes: Uint8Array): string | undefined {
	if (!inRuns(bytes)) return undefined;
	if (shareOf(bytes, 0xe0, 0xff) >= MIN_SMALL) return 'windows-1251';
	if (shareOf(bytes, 0xc0, 0xdf) >= MIN_SMALL) return 'koi8-r';
	return shareOf(bytes, 0xa0, 0xef) >= 0.9 ? 'ibm866' : undefined;
}
