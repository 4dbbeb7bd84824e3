import { cellAt } from './json-fields';
import { severityOfLevel } from './level-words';
import type { InnerEntry } from './log-entry';

/** What was done, and how it ended, in the words of an audit. */
interface Audit {
	message: string;
	/** Fields that would be taken for the message if each stood alone. */
	parts: readonly string[];
	/** Of what failed: the least that it is. */
	level?: 'warning' | 'error';
}

/**
 * An entry with the message and level of an audit, where its object is one and no other text was found in it.
 *
 * @param entry what the fields of the object say one by one
 */
export function withAudit(entry: InnerEntry, object: Record<string, unknown>): InnerEntry {
	const audit =
		auditOfMethod(object) ?? auditOfOperation(object, '') ?? auditOfOperation(object, 'request.');
	if (!audit || !['', ...audit.parts].includes(entry.message.trim())) return entry;
	const { message, level } = audit;
	return { ...entry, message, level: level ? atLeast(level, entry.level) : entry.level };
}

/** Whether objects with these fields may be audits, whose messages and levels stand in no field of theirs. */
export const mayBeAudits = (paths: readonly string[]): boolean =>
	[['protoPayload.methodName'], ['operation', 'path'], ['request.operation', 'request.path']].some(
		(needed) => needed.every((path) => paths.includes(path))
	);

/** Google Cloud: a method, and the status of gRPC, in which 0 is success. */
function auditOfMethod(object: Record<string, unknown>): Audit | undefined {
	const method = cellAt(object, 'protoPayload.methodName').trim();
	if (method === '') return undefined;
	const code = cellAt(object, 'protoPayload.status.code').trim();
	const failed = code !== '' && code !== '0';
	const said = cellAt(object, 'protoPayload.status.message').trim();
	const end = said === '' && failed ? `code ${code}` : said;
	const message = end === '' ? method : `${method}: ${end}`;
	return { message, parts: [method, said], ...(failed ? { level: 'warning' } : {}) };
}

/** Vault: an operation on a path, and an error beside it or around it. @param within ahead of the names of both */
function auditOfOperation(object: Record<string, unknown>, within: string): Audit | undefined {
	const operation = cellAt(object, `${within}operation`).trim();
	const path = operation && cellAt(object, `${within}path`).trim();
	if (path === '') return undefined;
	const done = `${operation} ${path}`;
	const said = object['error'];
	const error = typeof said === 'string' ? said.trim() : '';
	if (error === '') return { message: done, parts: [path] };
	return { message: `${done}: ${error}`, parts: [path, error], level: 'error' };
}

/** A level, unless it is said to be worse. */
function atLeast(level: 'warning' | 'error', said: string): string {
	const severity = severityOfLevel(said);
	if (severity === 'critical' || severity === 'error' || severity === level) return said;
	return level;
}
