import type { InputFile, InputPreview } from '../workers/contracts';
import type { Engine } from './engine';
import { errorText } from './error-text';
import type { ColumnMapping, InputFormat } from './pipeline/input-format';

/** An input that was read far enough to be classified. */
export interface Accepted {
	input: InputFile[] | string;
	name: string;
	preview: InputPreview;
}

export interface IntakeHooks {
	/** The user is asked how to read the input; a good moment to start loading the model. */
	onAsk: () => void;
	/** The input can be classified. */
	onAccept: (accepted: Accepted) => void;
}

/** From what was dropped, chosen or pasted to an input with known columns. */
export class Intake {
	input = $state.raw<InputFile[] | string>();
	name = $state('');
	preview = $state.raw<InputPreview>();
	/** The mapping step is open. */
	asking = $state(false);
	reading = $state(false);
	error = $state<string>();
	#newest = 0;
	/** What the user chose, as opposed to what was sniffed. */
	#overrides: Partial<InputFormat> = {};

	constructor(
		private readonly engine: Engine,
		private readonly hooks: IntakeHooks
	) {}

	/** Takes an input, and hands it on at once when its message column is plain to see; asks otherwise. */
	async offer(input: InputFile[] | string, name: string): Promise<void> {
		this.input = input;
		this.name = name;
		this.preview = undefined;
		this.asking = false;
		this.#overrides = {};
		const preview = await this.#read();
		if (!preview) return;
		if (hasMessage(preview.mapping)) return this.accept();
		this.asking = true;
		this.hooks.onAsk();
	}

	/** Reads the same input another way. Earlier choices still hold. */
	async rereadAs(format: Partial<InputFormat>): Promise<void> {
		this.#overrides = { ...this.#overrides, ...format };
		await this.#read();
	}

	/** Gives a column a meaning, or takes it away. A column has one meaning at most. */
	assign(role: ColumnRole, column: number | undefined): void {
		if (!this.preview) return;
		const { defaultSource, alsoMessage, ...columns } = this.preview.mapping;
		const others = Object.entries(columns).filter(([key, at]) => key !== role && at !== column);
		const chosen = column === undefined ? {} : { [role]: column };
		const mapping = {
			defaultSource,
			...(alsoMessage ? { alsoMessage: alsoMessage.filter((at) => at !== column) } : {}),
			...Object.fromEntries(others),
			...chosen
		};
		this.preview = { ...this.preview, mapping };
	}

	/** Opens the mapping step for the input at hand. */
	ask(): void {
		this.asking = this.preview !== undefined;
	}

	/** Hands the input on to be classified. */
	accept(): void {
		const { input, name, preview } = this;
		if (input === undefined || !preview || !hasMessage(preview.mapping)) return;
		this.asking = false;
		this.hooks.onAccept({ input, name, preview });
	}

	/** Forgets the input. */
	close(): void {
		this.#newest++;
		this.input = undefined;
		this.preview = undefined;
		this.asking = false;
		this.reading = false;
		this.error = undefined;
	}

	/** Gives nothing when it failed, or when something newer was offered meanwhile. */
	async #read(): Promise<InputPreview | undefined> {
		const { input } = this;
		if (input === undefined) return undefined;
		const turn = ++this.#newest;
		this.reading = true;
		this.error = undefined;
		try {
			const classifier = await this.engine.classifier();
			const preview = await classifier.preview(input, { format: this.#overrides });
			if (turn !== this.#newest) return undefined;
			this.preview = preview;
			return preview;
		} catch (error) {
			if (turn === this.#newest) this.error = errorText(error);
			return undefined;
		} finally {
			if (turn === this.#newest) this.reading = false;
		}
	}
}

/** The meanings that a column can be given by hand. */
export const COLUMN_ROLES = ['message', 'source', 'timestamp', 'level', 'truth'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

const hasMessage = ({ message }: ColumnMapping): boolean => message !== undefined;
