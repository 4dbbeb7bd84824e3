/** How often each label was given to each message. */
export class LabelCounts<Message> {
	private readonly counts = new Map<Message, Map<string, number>>();

	add(message: Message, label: string): void {
		const labels = this.counts.get(message) ?? new Map<string, number>();
		this.counts.set(message, labels.set(label, (labels.get(label) ?? 0) + 1));
	}

	/** Each message with the label that most of its rows have, the first of those that are as many. */
	get labelled(): { message: Message; truth: string; rows: number }[] {
		return [...this.counts].map(([message, labels]) => {
			const ordered = [...labels].sort((a, b) => b[1] - a[1]);
			return {
				message,
				truth: ordered[0]?.[0] ?? '',
				rows: ordered.reduce((sum, [, rows]) => sum + rows, 0)
			};
		});
	}

	/** Messages whose rows have different labels. */
	get conflicting(): number {
		return [...this.counts.values()].filter(({ size }) => size > 1).length;
	}
}
