import type { InputFile, InputPreview } from '../../workers/contracts/classifier';
import type { Engine } from '../workers/engine';
import { errorText } from '../page/error-text';
import type { ColumnMapping, InputFormat } from '../pipeline/read/input-format';

/** An input that was read far enough to be classified. */
export interface AcceptedInput {
	input: InputFile[] | string;
	name: string;
	preview: InputPreview;
	/** Revision of the encoder whose embeddings of this input are known already. */
	encoderRevision?: string | undefined;
	/** It waited for its turn: what becomes of it does not lead away from what is on screen. */
	queued: boolean;
}

/** What is known of an input besides itself. */
export type InputOrigin = Partial<Pick<AcceptedInput, 'encoderRevision' | 'queued'>>;

export interface IntakeHooks {
	/** The user is asked how to read the input; a good moment to start loading the model. */
	onAsk: () => void;
	/** An input that was offered cannot be read; `error` says why. */
	onFail: (failed: { name: string; queued: boolean }) => void;
	/** The input can be classified. */
	onAccept: (accepted: AcceptedInput) => void;
}

/** From what was dropped, chosen or pasted to an input with known columns. */
export class Intake {
	input = $state.raw<InputFile[] | string>();
	name = $state('');
	preview = $state.raw<InputPreview>();
	/** The mapping step is open. */
	asking = $state(false);
	/** Ends once what was read is handed on or asked about: nothing can come between. */
	reading = $state(false);
	error = $state<string>();
	#newest = 0;
	#origin: InputOrigin = {};
	/** Which files are read, in the order of the preview's; absent until a person has said so. */
	#chosen = $state.raw<readonly boolean[]>();
	/** What the user chose, as opposed to what was sniffed. */
	#overrides: Partial<InputFormat> = {};
	#mapping: ColumnMapping | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly hooks: IntakeHooks
	) {}

	/** Takes an input, and hands it on at once when all of it can be read and its message is plain to see; asks otherwise. */
	async offer(input: InputFile[] | string, name: string, origin: InputOrigin = {}): Promise<void> {
		this.input = input;
		this.name = name;
		this.#origin = origin;
		this.preview = undefined;
		this.asking = false;
		this.#overrides = {};
		this.#mapping = undefined;
		this.#chosen = undefined;
		await this.#read({
			onRead: (preview) => {
				const leftOut = preview.problems.some(({ kind }) => kind === 'left-out');
				if (hasMessage(preview.mapping) && !leftOut && !offersFiles(preview))
					return this.#handOn(origin);
				this.asking = true;
				this.hooks.onAsk();
			},
			onFail: () => this.hooks.onFail({ name, queued: origin.queued ?? false })
		});
	}

	/** Reads the same input another way. Earlier choices still hold; `undefined` takes one back. */
	async rereadAs(format: FormatChange): Promise<void> {
		this.#overrides = withoutAbsent({ ...this.#overrides, ...format });
		// Other columns: what was said of the old ones is void.
		if (COLUMN_CHANGES.some((key) => key in format)) this.#mapping = undefined;
		await this.#read();
	}

	/** Which of the preview's files are read. */
	get chosen(): readonly boolean[] {
		return this.#chosen ?? this.preview?.files.map(({ unchosen }) => !unchosen) ?? [];
	}

	/** Says of a file, or of all, whether it is read. While none is chosen, what was read before is still shown. */
	async choose(wanted: boolean, position?: number): Promise<void> {
		const chosen = this.chosen.map((was, at) =>
			position === undefined || at === position ? wanted : was
		);
		this.#chosen = chosen;
		// Other files may have other columns.
		this.#mapping = undefined;
		if (chosen.includes(true)) await this.#read();
	}

	/** Gives a column a meaning, or takes it away. A column has one meaning at most. */
	assign(role: ColumnRole, column: number | undefined): Promise<void> {
		const { alsoMessage = [], ...columns } = this.#columns;
		const others = Object.entries(columns).filter(([key, at]) => key !== role && at !== column);
		const chosen = column === undefined ? {} : { [role]: column };
		// What stood in for the old column, or belonged to it, does not for the new one.
		const { fallbacks, clock, levelScale, ...kept } = Object.fromEntries(others) as typeof columns;
		return this.#remap({
			...kept,
			...(role !== 'timestamp' && clock !== undefined ? { clock } : {}),
			...(role !== 'level' && levelScale ? { levelScale } : {}),
			...(fallbacks ? { fallbacks: { ...fallbacks, [role]: [] } } : {}),
			...chosen,
			alsoMessage: alsoMessage.filter((at) => at !== column)
		});
	}

	/** Lets the message go on with these columns, in this order. */
	followMessage(columns: readonly number[]): Promise<void> {
		const { message } = this.#columns;
		const alsoMessage = columns.filter(
			(at, position) => at !== message && columns.indexOf(at) === position
		);
		return this.#remap({ ...this.#columns, alsoMessage });
	}

	/** Opens the mapping step for the input at hand. */
	ask(): void {
		this.asking = this.preview !== undefined;
	}

	/** The input can be classified as it is shown. */
	get ready(): boolean {
		return (
			this.preview !== undefined && hasMessage(this.preview.mapping) && this.chosen.includes(true)
		);
	}

	/** Hands the input on to be classified, as a person asks for it: they are led to it although it had waited. */
	accept(): void {
		this.#handOn({ ...this.#origin, queued: false });
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

	#handOn({ encoderRevision, queued = false }: InputOrigin): void {
		const { name, preview } = this;
		if (!preview || !this.ready) return;
		this.asking = false;
		this.hooks.onAccept({ input: preview.input, name, preview, encoderRevision, queued });
	}

	get #columns(): Omit<ColumnMapping, 'defaultSource'> {
		const columns: Partial<ColumnMapping> = { ...this.preview?.mapping };
		delete columns.defaultSource;
		return columns;
	}

	async #remap(columns: Omit<ColumnMapping, 'defaultSource'>): Promise<void> {
		if (!this.preview) return;
		const { defaultSource } = this.preview.mapping;
		const { alsoMessage = [], ...single } = columns;
		const mapping = {
			...single,
			defaultSource,
			...(alsoMessage.length > 0 ? { alsoMessage } : {})
		};
		this.#mapping = mapping;
		this.preview = { ...this.preview, mapping };
		await this.#read();
	}

	/** Neither is called when something newer was offered meanwhile. */
	async #read(then?: {
		onRead: (preview: InputPreview) => void;
		onFail: () => void;
	}): Promise<void> {
		const { input } = this;
		if (input === undefined) return;
		const turn = ++this.#newest;
		this.reading = true;
		this.error = undefined;
		try {
			const classifier = await this.engine.classifier();
			const preview = await classifier.preview(input, {
				format: this.#overrides,
				mapping: this.#mapping,
				chosen: this.#chosen
			});
			if (turn !== this.#newest) return;
			// Archives need not be opened again.
			this.input = preview.input;
			this.preview = preview;
			then?.onRead(preview);
		} catch (error) {
			if (turn !== this.#newest) return;
			this.error = errorText(error);
			then?.onFail();
		} finally {
			if (turn === this.#newest) this.reading = false;
		}
	}
}

/** Choices of the format; `undefined` leaves one to be guessed again. */
export type FormatChange = { [Key in keyof InputFormat]?: InputFormat[Key] | undefined };

/** Choices that may give the input other columns. */
const COLUMN_CHANGES: (keyof InputFormat)[] = ['kind', 'delimiter', 'header', 'lineFormats'];

const withoutAbsent = (change: FormatChange): Partial<InputFormat> =>
	Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** The meanings that a column can be given by hand. */
export const COLUMN_ROLES = ['message', 'source', 'timestamp', 'level', 'truth'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Whether there are files in archives to choose from. */
export const offersFiles = ({ files }: Pick<InputPreview, 'files'>): boolean =>
	files.length > 1 && files.some(({ inside }) => inside !== undefined);

const hasMessage = ({ message }: ColumnMapping): boolean => message !== undefined;
