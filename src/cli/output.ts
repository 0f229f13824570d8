// How the command line speaks: results on standard output, everything else on standard error.
const NUMBER = new Intl.NumberFormat('en-US');
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? Number(inner) : inner), 2));
}

/** For people who watch: progress, notices, warnings. */
export function notice(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** 1234567 → 1,234,567 */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** "1234.50" → 1,234.50, without passing through a float. */
export function money(decimal: string): string {
  const [whole = '0', cents] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return cents === undefined ? grouped : `${grouped}.${cents}`;
}

/** 0.1234 → 12.34 % */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

/** 1234567 → 1.2 MB */
export function bytes(value: number): string {
  const unit = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1);
  return `${(value / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}
