// What an API key is made of, for tests: its id, by which logs name it, and the secret that is nowhere but with its owner.

/** `strata_<id>_<secret>`; the secret may hold, and even begin with, the character that parts them. */
const FORM = /^strata_([^_]+)_(.+)$/;

export function idOfKey(key: string): string {
  return partOf(key, 1);
}

export function secretOfKey(key: string): string {
  return partOf(key, 2);
}

function partOf(key: string, part: number): string {
  const text = FORM.exec(key)?.[part];
  if (text === undefined) throw new Error('This is no API key.');
  return text;
}
