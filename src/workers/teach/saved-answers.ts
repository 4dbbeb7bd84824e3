import { deleteDecisions, saveDecisions, savedDecisions } from '../../lib/store/decision-store';
import type { DecisionRecord } from '../../lib/store/schema';
import type { SavedAnswer } from '../contracts/teacher';

/** The answers that people gave about messages, to look through and to change. Stored runs stay as they are. */
export class SavedAnswers {
	/** What was forgotten since the page was opened, by text: it can be brought back. */
	private readonly forgotten = new Map<string, DecisionRecord>();

	/** Newest first. */
	async list(): Promise<SavedAnswer[]> {
		return (await savedDecisions())
			.toReversed()
			.map(({ canonical, label, decidedAt, runName, source }) => ({
				...{ canonical, label, decidedAt, runName, source }
			}));
	}

	/** Gives a message another label; when it was decided stays, so that the list keeps its order. */
	async change(canonical: string, label: string): Promise<void> {
		const known = (await savedDecisions()).find((record) => record.canonical === canonical);
		if (!known) return;
		const { inBulk, ...plain } = known;
		// Who gives it another label has seen it.
		await saveDecisions([{ ...(inBulk && label === known.label ? known : plain), label }]);
	}

	async forget(canonicals: readonly string[]): Promise<void> {
		const wanted = new Set(canonicals);
		for (const record of await savedDecisions())
			if (wanted.has(record.canonical)) this.forgotten.set(record.canonical, record);
		await deleteDecisions(canonicals);
	}

	/** Brings forgotten answers back, unless the message was answered again meanwhile. */
	async restore(canonicals: readonly string[]): Promise<void> {
		const there = new Set((await savedDecisions()).map(({ canonical }) => canonical));
		await saveDecisions(
			canonicals.flatMap((canonical) => {
				const record = this.forgotten.get(canonical);
				return record && !there.has(canonical) ? [record] : [];
			})
		);
	}
}
