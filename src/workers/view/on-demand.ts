/** What only somebody who looks into a run asks for: loaded with the first such question, not with the start page. */
export { compareRuns } from '../../lib/pipeline/view/compare-runs';
export { explainSelection } from '../../lib/pipeline/view/explain-selection';
export { runLogCounts } from '../../lib/pipeline/view/run-log';
export { rowDetail } from './row-detail';
export { previewExport, summaryOf } from './run-export';
export { setThreshold, thresholdOf, thresholdsOf } from './run-threshold';
export { templateSearch } from './template-search';
