// Postgres's binary COPY format, as far as Strata needs it: rows of integers, instants and text.
// About twice as fast as text for both sides, since neither has to print and parse numbers and timestamps.

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const EPOCH_2000_SECONDS = 946_684_800;
const TWO_TO_32 = 4_294_967_296;

export class BinaryRows {
  #buffer: Buffer;
  #at: number;

  constructor(expectedBytes: number) {
    this.#buffer = Buffer.allocUnsafe(Math.max(expectedBytes, 64));
    this.#at = SIGNATURE.copy(this.#buffer);
  }

  beginRow(fields: number): void {
    this.#reserve(2);
    this.#at = this.#buffer.writeInt16BE(fields, this.#at);
  }

  int4(value: number): void {
    this.#reserve(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  /** A bigint column from a safe integer or a bigint. */
  int8(value: number | bigint): void {
    this.#reserve(12);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    if (typeof value === 'bigint') {
      this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
      return;
    }
    const high = Math.floor(value / TWO_TO_32);
    this.#at = this.#buffer.writeInt32BE(high, this.#at);
    this.#at = this.#buffer.writeUInt32BE(value - high * TWO_TO_32, this.#at);
  }

  /** A timestamptz from microseconds since 1970. */
  instant(micros: number | bigint): void {
    if (typeof micros === 'bigint') this.int8(micros - BigInt(EPOCH_2000_SECONDS) * 1_000_000n);
    else this.int8(micros - EPOCH_2000_SECONDS * 1_000_000);
  }

  text(value: string | null): void {
    if (value === null) {
      this.#reserve(4);
      this.#at = this.#buffer.writeInt32BE(-1, this.#at);
      return;
    }
    const length = Buffer.byteLength(value);
    this.#reserve(4 + length);
    this.#at = this.#buffer.writeInt32BE(length, this.#at);
    this.#at += this.#buffer.write(value, this.#at);
  }

  /** The bytes of the whole COPY, with its trailer. */
  finish(): Buffer {
    this.#reserve(2);
    this.#at = this.#buffer.writeInt16BE(-1, this.#at);
    return this.#buffer.subarray(0, this.#at);
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
