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
		this.earlier = [];
		this.baseline = undefined;
	}

	/**
	 * Works it out, by the clock that is shown. A run to compare with that is gone, or cannot be read, is none: what stands out
	 * in the open run can be told without it.
	 */
	async read(viewer: Viewer): Promise<void> {
		const earlier = await viewer.baselines();
		if (!earlier.some(({ id }) => id === this.baseline)) this.baseline = undefined;
		const { baseline } = this;
		const clock = shownClock();
		const findings = await viewer.findings({ clock, baseline }).catch((error: unknown) => {
			if (baseline === undefined) throw error;
			if (this.baseline === baseline) this.baseline = undefined;
			return viewer.findings({ clock });
		});
		// At once, so that nothing moves when the other comes.
		this.earlier = earlier;
		this.findings = findings;
	}
}
