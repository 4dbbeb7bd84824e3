import type { ModelSource } from '../../../lib/pipeline/llm/model';
import { ggufFiles } from './gguf-files';
import type { ModelFiles } from './layout';
import { mlcFiles } from './mlc-files';

const LAYOUTS: { [K in ModelSource['kind']]: ModelFiles<Extract<ModelSource, { kind: K }>> } = {
	gguf: ggufFiles,
	mlc: mlcFiles
};

/** What does this for the layout of a source. */
export const filesOf = <S extends ModelSource>(source: S): ModelFiles<S> =>
	// The compiler does not see that the kind chooses both.
	LAYOUTS[source.kind] as ModelFiles<ModelSource> as ModelFiles<S>;
