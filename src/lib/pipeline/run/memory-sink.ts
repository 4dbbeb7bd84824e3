import { RunTable } from '../columnar/run-table';
import type { Bundle } from '../bundle/bundle';
import type { RowColumns, TemplateEntry } from '../types';
import type { RunSink } from './run-types';

/** Keeps a run in memory, for what is given back at once and stored nowhere. */
export class MemorySink implements RunSink {
	readonly chunks: RowColumns[] = [];
	private readonly templates = new Map<number, TemplateEntry>();

	saveChunk(chunk: RowColumns): void {
		this.chunks.push(chunk);
	}

	saveTemplates(templates: readonly TemplateEntry[]): void {
		for (const template of templates) this.templates.set(template.index, template);
	}

	settled(): Promise<void> {
		return Promise.resolve();
	}

	/** The run as a table, once it has ended. */
	table({ rules, labels }: Pick<Bundle, 'rules' | 'labels'>, sources: readonly string[]): RunTable {
		const table = new RunTable(rules, labels);
		table.running = false;
		table.sources = sources;
		for (const chunk of this.chunks) table.addChunk(chunk);
		for (const template of this.templates.values()) table.addTemplate(template);
		return table;
	}
}
