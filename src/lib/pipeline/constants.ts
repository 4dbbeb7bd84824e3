/** Every tunable number of the pipeline, in one place. Measured choices say what was measured. */

/** Rows of one stored chunk: large enough that a million rows are 62 writes, small enough to show first rows early. */
export const ROWS_PER_CHUNK = 16_384;
/** The first chunk is small so that first rows are on screen at once. */
export const ROWS_OF_FIRST_CHUNK = 1_024;
/** Characters of one stored chunk: bounds memory when rows are long. */
export const CHARS_PER_CHUNK = 4 * 2 ** 20;

/** Words of a message that reach the encoder: it reads 128 tokens, and no word is less than one. */
export const MAX_CANONICAL_WORDS = 126;
/** Characters of a message that are canonicalised at most: a 10 MB line has its 126 words long before. */
export const MAX_CANONICAL_CHARS = 8_192;
/** Characters that rules look at: bounds a pattern's run time on a huge line. */
export const MAX_RULE_CHARS = 4_096;
/** Steps that a pattern's repetitions may be written out to: 160 characters of any kind are 320. */
export const MAX_PATTERN_STEPS = 20_000;
/** Steps for each character that a pattern may be proved to need and still run on the browser's engine. */
export const MAX_STEPS_PER_CHARACTER = 2_000;
/** Steps of one search where nothing else bounds them: some 10 ms. */
export const MAX_SEARCH_STEPS = 100_000;
/** Steps of such searches together, in one run or one query, beyond what is in proportion to the text: some second. */
export const MAX_UNBOUNDED_STEPS = 100 * MAX_SEARCH_STEPS;
/** Steps that a search of the longest text may be proved to need on the slower engine: some 100 ms. */
export const MAX_PROVED_STEPS = 4_000_000;

/** A quoted CSV cell that spans more characters than this was never closed. */
export const MAX_QUOTED_CELL_CHARS = 2 * 2 ** 20;
/** Muted and pinned messages that a bundle may carry. */
export const MAX_TEMPLATE_MARKS = 5_000;
/** A JSON object that spans more characters than this was never closed. */
export const MAX_JSON_VALUE_CHARS = 4 * 2 ** 20;
/** Units of one line that are kept, by what is read: a JSON text may stand on one line. A table's row holds whole cells. */
export const MAX_LINE_UNITS = { lines: 2 ** 20, csv: 2 ** 23, json: Infinity } as const;
/** Lines and characters of one entry at most: a rule that joins too much cannot swallow a file. */
export const MAX_ENTRY_LINES = 1_000;
export const MAX_ENTRY_CHARS = 2 ** 18;
/** Problems kept with a run; more are only counted. */
export const MAX_PROBLEMS_KEPT = 200;
/**
 * A gzip file may expand at most this many times and to at most this many bytes. Deflate reaches 1,032 times; logs reach
 * some tens. The ratio counts from `MIN_GZIP_BYTES` packed bytes on, so that a small file is never refused.
 */
export const MAX_GZIP_RATIO = 400;
export const MIN_GZIP_BYTES = 2 ** 18;
export const MAX_GZIP_BYTES = 20 * 2 ** 30;

/** Files of an archive that are listed. */
export const MAX_ARCHIVE_FILES = 2_000;
/** Bytes of a spreadsheet or Parquet file in an archive, and of unpacked files that are merged by time: these are held in memory. */
export const MAX_BYTES_IN_MEMORY = 2 ** 29;

/** Bytes looked at to guess encoding, delimiter and header. */
export const SNIFF_BYTES = 256 * 1024;
/** Bytes looked at to estimate a run, in so many pieces from the beginning to the end. */
export const SAMPLE_BYTES = 2 ** 21;
export const SAMPLE_PIECES = 32;
/** Rows shown in the preview. */
export const PREVIEW_ROWS = 20;

/** Distinct texts sent to an embedder at once: small enough to cancel within half a second. */
export const TEXTS_PER_EMBED_JOB = 64;
/** The first job is small, so that the rows on the first screen get their labels soon. */
export const TEXTS_OF_FIRST_EMBED_JOB = 16;
/** Texts looked up at once among the embeddings of earlier runs. */
export const TEXTS_PER_LOOKUP = 512;
/** Embeddings kept for later runs, the least recently used out: about 1.7 kB each in storage, so 110 MB at most. */
export const MAX_CACHED_EMBEDDINGS = 65_536;
/** Milliseconds until the use of a kept embedding is noted again: noting it rewrites the whole record. */
export const EMBEDDING_USE_INTERVAL = 24 * 3_600_000;
/** Waiting texts among which a job looks for ones of similar length. */
export const EMBED_WINDOW = 512;
/** Jobs each embedder may have waiting: keeps it busy while results travel. */
export const EMBED_JOBS_AHEAD = 2;
/** Templates waiting for embedders at most; reading pauses beyond this (back-pressure). */
export const MAX_TEMPLATES_WAITING = 4_096;
/** Milliseconds between two writes of a running job's totals: what a reload or a crash finds. */
export const RECORD_INTERVAL = 1_000;
/** Rows of one group of a Parquet file: what is in memory while one is written, and the least that a reader takes. */
export const PARQUET_ROW_GROUP = 50_000;
/** Milliseconds that reading waits at most for the first labels: the page can then show them, since the processor is free. */
export const MAX_WAIT_FOR_LABELS = 700;
/** Milliseconds between two progress reports: to lay out and paint each takes time that the job could use. */
export const PROGRESS_INTERVAL = 250;

/** Bins of a chart over time at most: about one for each 10 px of a wide chart. */
export const MAX_TIME_BINS = 72;
/** Bins of a template's small curve over time. */
export const SPARK_BINS = 24;
/** Bins of the confidence histogram. */
export const CONFIDENCE_BINS = 20;
/** Sources of the matrix that are named; the others are one row. */
export const MATRIX_SOURCES = 10;
/** Templates listed as most frequent, and as new. */
export const TOP_TEMPLATES = 12;
/** Rows of a template that are read for the values of its variable parts. */
export const VALUE_SAMPLE_ROWS = 2_000;
/** Values listed for each variable part. */
export const TOP_VALUES = 6;
/** Characters of a message that are aligned with its canonical text. */
export const MAX_ALIGNED_CHARS = 1_200;

/** Nearest labelled examples that go into a language model's prompt. */
export const LLM_EXAMPLES = 6;
/** Characters of a message, an example and a source in a prompt: most of what is said stands at the beginning. */
export const LLM_MESSAGE_CHARS = 600;
export const LLM_EXAMPLE_CHARS = 160;
export const LLM_SOURCE_CHARS = 60;
/** Characters of all definitions together: with many labels each gets its share, so that the prompt fits any model. */
export const LLM_DEFINITION_CHARS = 4_000;
/** Characters of a reason that the grammar lets a model write. */
export const LLM_REASON_CHARS = 160;
/** Tokens of an answer: the longest label name is far shorter; a reason needs more. */
export const LLM_LABEL_TOKENS = 48;
export const LLM_REASON_TOKENS = 160;
/** An answer with less of the labels' probability than this settles nothing; the model is then guessing. */
export const LLM_MIN_CONFIDENCE = 0.5;
/** Milliseconds after which a request is given up. */
export const LLM_TIMEOUT = 120_000;
/** Requests in a row that may be given up before the model counts as stuck. */
export const LLM_TIMEOUTS_ALLOWED = 2;
/** Distinct messages that a model is asked about unless the user says otherwise. */
export const LLM_TEMPLATES = 50;
/** Tokens that prompt and answer may have together: the longest prompt above stays below it. */
export const LLM_CONTEXT_TOKENS = 4_096;

/** Inverse strength of the penalty when a head is trained from scratch; measured on the default's corpus. */
export const SCRATCH_C = 8;
/** Highest error above the threshold that a trained bundle settles for. */
export const MAX_SETTLED_ERROR = 0.05;
/** Name of the bundle that comes with the site. */
export const DEFAULT_BUNDLE_NAME = 'Winnow default';

/** Milliseconds for which a deleted run or bundle can be brought back: what is in it may be private, and takes room. */
export const DELETED_KEPT = 3_600_000;
