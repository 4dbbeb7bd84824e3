/** A call could not be answered: its worker was ended, by the browser or because it did not answer. */
export class WorkerEnded extends Error {
	override name = 'WorkerEnded';
}
