import type { Target } from './target';
import { bundles } from './targets/bundles';
import { deciding } from './targets/deciding';
import { exports } from './targets/exports';
import { files } from './targets/files';
import { messages } from './targets/messages';
import { reading } from './targets/reading';
import { tables } from './targets/tables';

export const TARGETS: readonly Target[] = [
	...reading,
	...files,
	...tables,
	...messages,
	...deciding,
	...bundles,
	...exports
];
