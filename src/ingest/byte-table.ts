// Numbers distinct keys of bytes, from 0 on. It is asked millions of times, and so makes no text or other object of a
// key, and keeps all keys in one buffer.
import { randomInt } from 'node:crypto';

const FIRST_KEYS = 1024;
const FIRST_KEY_BYTES = 32_768;
/** Nobody can make a file whose keys all fall on one slot. */
const SEED = randomInt(2 ** 32);
const FNV_PRIME = 16_777_619;

export class ByteTable {
  size = 0;
  /** Of all keys. */
  bytes = 0;
  #keys: Buffer = Buffer.allocUnsafeSlow(FIRST_KEY_BYTES);
  /** By number: where the key ends that begins where the one before ends, and its hash. */
  #ends = new Int32Array(FIRST_KEYS);
  #hashes = new Int32Array(FIRST_KEYS);
  /** Each number + 1, at the slot that the hash names or the next one that is free (0). */
  #slots = new Int32Array(FIRST_KEYS * 2);
  /** The key that was asked for last. */
  #last = -1;
  #lastStart = 0;
  #lastLength = -1;

  /** The number of the key from `start` to `end`; a new key gets the number that `size` was. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    // Most rows repeat the words of the row before, and comparing is cheaper than hashing.
    if (this.#isLast(bytes, start, end)) return this.#last;
    const slots = this.#slots;
    const hash = hashOf(bytes, start, end);
    let slot = hash & (slots.length - 1);
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      const number = (slots[slot] as number) - 1;
      if (this.#hashes[number] !== hash) continue;
      this.#recall(number);
      if (this.#isLast(bytes, start, end)) return number;
    }
    this.#add(hash, bytes, start, end);
    return this.#last;
  }

  /** Forgets all keys. */
  clear(): void {
    this.size = 0;
    this.bytes = 0;
    this.#slots.fill(0);
    this.#lastLength = -1;
  }

  #isLast(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.#lastLength) return false;
    const keys = this.#keys;
    let at = this.#lastStart;
    for (let from = start; from < end; from++) if (bytes[from] !== keys[at++]) return false;
    return true;
  }

  #recall(number: number): void {
    this.#last = number;
    this.#lastStart = number === 0 ? 0 : (this.#ends[number - 1] as number);
    this.#lastLength = (this.#ends[number] as number) - this.#lastStart;
  }

  #add(hash: number, bytes: Uint8Array, start: number, end: number): void {
    const number = this.size;
    this.#makeRoom(end - start);
    for (let at = start; at < end; at++) this.#keys[this.bytes++] = bytes[at] as number;
    this.#ends[number] = this.bytes;
    this.#hashes[number] = hash;
    this.size++;
    this.#place(number);
    this.#recall(number);
  }

  /** For one more key of that length. */
  #makeRoom(length: number): void {
    if (this.bytes + length > this.#keys.length) {
      const keys = Buffer.allocUnsafeSlow(this.#keys.length * 2 + length);
      this.#keys.copy(keys, 0, 0, this.bytes);
      this.#keys = keys;
    }
    if (this.size < this.#ends.length) return;
    this.#ends = doubled(this.#ends);
    this.#hashes = doubled(this.#hashes);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let number = 0; number < this.size; number++) this.#place(number);
  }

  #place(number: number): void {
    const slots = this.#slots;
    let slot = (this.#hashes[number] as number) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number + 1;
  }
}

/** FNV-1a, with its upper bits folded into the lower, which name the slot. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME);
  return hash ^ (hash >>> 15);
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
