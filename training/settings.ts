/** Every choice of the training, in one place; `README.md` says how each was measured. */
export const SETTINGS = {
	seed: 20_261_124,
	/**
	 * Share in the loss of files whose name starts so: `voices-` holds unusual wordings, every label equally often, and would
	 * bend the class shares away from those of real logs.
	 */
	partWeights: { 'voices-': 0.4 } as Record<string, number>,
	/**
	 * Share of the texts that are learned a second time under another prefix (`prefix-copies.ts`), and the copy's share in
	 * the loss of its text's own.
	 */
	prefixCopies: { share: 0.4, weight: 0.5 },
	/** Times each corpus message is filled with other slot values; copies that fold to the same text count once. */
	fillings: 1,
	/** Factors on the unit-length embedding, the unit-length n-gram vector and the surface features. */
	embeddingScale: 1,
	ngramScale: 2,
	shapeScale: 0.5,
	buckets: 32_768,
	/** Inverse strength of the L2 penalty. */
	c: 4,
	iterations: 120,
	/** Share of the target that a second acceptable label gets. */
	secondLabelShare: 0.2,
	/** Folds of the leave-systems-out cross-validation. */
	folds: 5,
	/**
	 * Systems written after the deltas of the folds were trained. They are dealt to the folds after the others, which so keep
	 * the fold whose delta has not seen them.
	 */
	systemsSinceDeltas: [
		'zones-and-volumes-housekeeping.txt',
		'zygote-permission-checks.txt',
		'zynq-and-other-traps.txt'
	] as string[],
	/**
	 * Summed probability of the problem labels from which a message counts as a problem. In cross-validation
	 * it finds three more of a hundred problems than taking the most probable label, for a thousandth of macro-F1.
	 */
	problemThreshold: 0.45,
	/**
	 * Error that a node of the label tree may have where it is settled, mean of groups of systems plus one standard
	 * deviation between them: systems of the corpus are easier than real ones, so the mean alone promises too much.
	 */
	maxError: { label: 0.05, family: 0.04 },
	/** Settled messages of held-out systems that make a group, and the seeds in which systems are dealt to groups. */
	errorGroup: { messages: 300, deals: 10 },
	/** Error that nine in ten groups must not exceed. */
	maxGroupError: 0.07,
	/** Share of held-out messages that may be rejected as unlike anything known. */
	rejectedShare: 0.005,
	/** Labelled examples that ship as evidence. */
	examples: 2_500
} as const;
