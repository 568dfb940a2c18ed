/** Where a chat can be downloaded, with times as this browser's clock shows them. */
export function transcriptAddress(base, chat, format) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `${base}${chat}/transcript.${format}?zone=${encodeURIComponent(timeZone ?? "UTC")}`;
}
