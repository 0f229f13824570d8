// The text of a Parquet value, as a CSV would hold it: instants to the microsecond, decimals exactly, whole
// doubles as integers, single floats in their shortest form. What has no such text gives one that is unreadable.
import type { SchemaElement } from 'hyparquet';
import { toIsoText } from '../timestamps.ts';
import { plainNumber } from './ndjson.ts';

export type ToText = (value: unknown) => string;

const LAST_MILLISECOND = 8_640_000_000_000_000n;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** For hyparquet; its own lose microseconds and replace what is not UTF-8. */
export const PARSERS = {
  timestampFromMilliseconds: (millis: bigint) => instant(millis * 1000n),
  timestampFromMicroseconds: (micros: bigint) => instant(micros),
  timestampFromNanoseconds: (nanos: bigint) => instant(nanos / 1000n),
  dateFromDays: (days: number) => instant(BigInt(days) * 86_400_000_000n).replace(/T.*/, ''),
  stringFromBytes: decode,
  jsonFromBytes: decode,
};

function instant(micros: bigint): string {
  const millis = micros / 1000n;
  if (millis >= LAST_MILLISECOND || millis <= -LAST_MILLISECOND) return `${micros} microseconds`;
  return toIsoText(micros).replace(/\+00$/, 'Z');
}

/** Half of a surrogate pair at the end marks what is not UTF-8, so that its row is rejected. */
function decode(bytes: Uint8Array | undefined): string {
  if (!bytes) return '';
  try {
    return decoder.decode(bytes);
  } catch {
    return `${Buffer.from(bytes).toString()}\ud800`;
  }
}

/** How values of a column become text. An exact decimal is had by taking the annotation off `element`. */
export function textOf(element: SchemaElement, nested: boolean): ToText {
  if (nested || element.repetition_type === 'REPEATED') return () => '';
  if (element.type === 'FLOAT') return (value) => (typeof value === 'number' ? floatText(value) : '');
  const { converted_type, logical_type } = element;
  const logical = logical_type?.type === 'DECIMAL' ? logical_type : undefined;
  if (converted_type !== 'DECIMAL' && !logical) return fieldText;
  const scale = element.scale ?? logical?.scale ?? 0;
  delete element.converted_type;
  delete element.logical_type;
  return (value) => (value === null || value === undefined ? '' : decimalText(value, scale));
}

function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isNaN(value) ? '' : plainNumber(value);
  return value instanceof Uint8Array ? decode(value) : String(value);
}

/** The shortest decimal that is this single float: 19.99, where the double next to it is 19.989999771118164. */
function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return fieldText(shorter);
  }
  return fieldText(value);
}

function decimalText(value: unknown, scale: number): string {
  const unscaled = value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function bigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}
