import type { InputFile } from '../../workers/contracts/classifier';

/** The files that the installed app was opened with (https://wicg.github.io/web-app-launch); Chromium has it. */
interface LaunchQueue {
	setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Hands on the files that the system opens with the installed app, each time that it does. */
export function onLaunchedFiles(take: (files: InputFile[]) => void): void {
	const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
	launchQueue?.setConsumer(({ files = [] }) => {
		if (files.length > 0) void filesOf(files).then(take);
	});
}

/** As files of the input. */
const filesOf = (handles: readonly FileSystemFileHandle[]): Promise<InputFile[]> =>
	Promise.all(
		handles.map(async (handle) => {
			const file = await handle.getFile();
			return { file, name: file.name };
		})
	);
