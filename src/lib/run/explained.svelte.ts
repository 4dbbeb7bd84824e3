import type { RunFinding, ViewerApi } from '../../workers/contracts/viewer';
import { shownClock } from '../page/time-zone';

/** What of the viewer is asked. */
type Viewer = Pick<ViewerApi, 'findings' | 'baselines'>;

/** What stands out in the opened run. */
export class Explained {
	/** Best first; undefined until the run has ended and they are worked out. */
	findings = $state.raw<RunFinding[]>();
	/** Earlier runs that they can compare with, newest first. */
	earlier = $state.raw<Awaited<ReturnType<ViewerApi['baselines']>>>([]);
	/** Id of the one that they compare with, if any. */
	baseline = $state<string>();

	/** Another run is opened. */
	clear(): void {
		this.findings = undefined;
		this.baseline = undefined;
	}

	/** Works it out, by the clock that is shown. */
	async read(viewer: Viewer): Promise<void> {
		const { baseline } = this;
		const [earlier, findings] = await Promise.all([
			viewer.baselines(),
			viewer.findings({ clock: shownClock(), baseline })
		]);
		// At once, so that nothing moves when the other comes.
		this.earlier = earlier;
		this.findings = findings;
	}
}
