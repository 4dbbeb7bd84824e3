/** Browsers read the blob after the click; a minute is ample even for gigabytes, since it is only handed over. */
const MILLISECONDS_KEPT = 60_000;

/** Offers a blob as a download. */
export function saveFile(content: Blob, name: string): void {
	const url = URL.createObjectURL(content);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), MILLISECONDS_KEPT);
}
