// One value as a CSV cell (RFC 4180): quoted only where it has to be. Used on the demo's tables as they load, so
// that a row is put together from finished cells.

export function csvCell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
