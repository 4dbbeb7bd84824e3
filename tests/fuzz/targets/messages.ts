import assert from 'node:assert/strict';
import fc from 'fast-check';
import { variableParts } from '../../../src/lib/pipeline/canonical/align-template';
import { canonicalise } from '../../../src/lib/pipeline/canonical/canonical';
import { severityOf } from '../../../src/lib/pipeline/canonical/severity';
import { MAX_CANONICAL_WORDS } from '../../../src/lib/pipeline/constants';
import { maskPii } from '../../../src/lib/pipeline/export/pii';
import { TimeReader } from '../../../src/lib/pipeline/read/time-reader';
import { SEVERITIES } from '../../../src/lib/pipeline/types';
import { PII_CASES } from '../../unit/pipeline/export/pii-cases';
import { brokenMessage, NASTY } from '../broken-text';
import { target, type Target } from '../target';

const secrets = Object.values(PII_CASES)
	.flat()
	.flatMap(([line]) => line.split(/(?<=[\s=:,;/])/));

/** Pieces of what is masked, of what stands around it, and of lines of logs. */
const maskable = fc
	.array(
		fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...secrets) },
			fc.constantFrom(...NASTY),
			fc.constantFrom('user=', 'id ', '<id>', '<secret>', '@', '://', '-u ', 'Bearer ', 'born '),
			fc.string({ unit: 'binary', maxLength: 4 }),
			brokenMessage.map((text) => text.slice(0, 60))
		),
		{ maxLength: 14 }
	)
	.map((parts) => parts.join(''));

/** Something like a time: numbers, signs and words that times have, in any order. */
const timeLike = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'2026',
				'26',
				'02',
				'30',
				'11',
				'24',
				'1',
				'99',
				'0000',
				'275760',
				'1795168800'
			),
			fc.constantFrom('-', '/', ':', '.', ',', ' ', 'T', 'Z', '+01:00', '-2359', '+', ' PM', ' AM'),
			fc.constantFrom(
				'Nov',
				'nov.',
				'Tue',
				'Dienstag',
				'Europe/Berlin',
				'CET',
				'UTC',
				'[',
				']',
				'BST'
			),
			fc.nat().map(String)
		),
		{ minLength: 1, maxLength: 12 }
	)
	.map((parts) => parts.join(''));
const realTime = fc
	.date({ noInvalidDate: true })
	.chain((date) =>
		fc.constantFrom(
			date.toISOString(),
			date.toUTCString(),
			date.toString(),
			String(date.getTime()),
			String(date.getTime() / 1_000),
			`${date.getTime()}000`,
			date.toISOString().replace('T', ' ').replace('Z', '')
		)
	);

const FURTHEST = 8.64e15;

export const messages: Target[] = [
	target('canonical text is settled, short, and has a severity', 'text', brokenMessage, (text) => {
		const once = canonicalise(text);
		assert.equal(canonicalise(once), once);
		assert.ok(once.split(' ').length <= MAX_CANONICAL_WORDS, 'too many words');
		assert.ok(SEVERITIES.includes(severityOf(text)));
		for (const part of variableParts(text, once))
			assert.ok(part.start >= 0 && part.end <= text.length && part.start <= part.end);
	}),
	target('masking is settled', 'text', fc.oneof(maskable, brokenMessage), (text) => {
		const once = maskPii(text);
		assert.equal(maskPii(once), once);
	}),
	target(
		'a time is a moment that can be written, or none, whatever was read before',
		'text',
		fc.record({
			texts: fc.array(fc.oneof(timeLike, realTime), { minLength: 1, maxLength: 4 }),
			dayFirst: fc.boolean(),
			zone: fc.constantFrom('utc' as const, 'local' as const)
		}),
		({ texts, ...way }) => {
			const context = { ...way, reference: Date.UTC(2026, 10, 24) };
			const reader = new TimeReader(context);
			for (const text of texts) {
				const time = reader.read(text);
				assert.ok(Number.isNaN(time) || Math.abs(time) <= FURTHEST, `${text} is ${time}`);
				const alone = new TimeReader(context).read(text);
				const isSame = Number.isNaN(time) ? Number.isNaN(alone) : Math.abs(time - alone) < 1e-3;
				assert.ok(isSame, `${text} is ${time} after others and ${alone} alone`);
			}
		}
	)
];
