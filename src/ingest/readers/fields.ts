// The fields of one record, as bytes of UTF-8. A text is made only of a field that somebody asks for: most are
// looked up by their bytes, and making millions of short texts costs more than all the rest of reading a file.

const FIRST_CAPACITY = 32;
const SPACE = 32;

/** Reused for one record after another; who keeps a field takes its text. */
export class Fields {
  bytes: Buffer = Buffer.alloc(0);
  count = 0;
  /** True where nothing but separators stands between fields, so that the same bytes are the same fields. */
  isPlain = false;
  /** Where each field begins in `bytes`, and where it ends. */
  starts = new Int32Array(FIRST_CAPACITY);
  ends = new Int32Array(FIRST_CAPACITY);

  add(start: number, end: number): void {
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  /** Makes room for twice as many fields. */
  grow(): void {
    const [{ starts, ends }, capacity] = [this, this.starts.length * 2];
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.starts.set(starts);
    this.ends.set(ends);
  }

  /** The field as it stands; '' for one that the record or (at -1) the file lacks. */
  text(position: number): string {
    if (position < 0 || position >= this.count) return '';
    const [start, end] = [this.starts[position] as number, this.ends[position] as number];
    return start === end ? '' : this.bytes.toString('utf8', start, end);
  }

  texts(): string[] {
    return Array.from({ length: this.count }, (_, position) => this.text(position));
  }

  /** Where the field begins without white space in front; 0 for one that is missing. */
  trimmedStart(position: number): number {
    if (position < 0 || position >= this.count) return 0;
    let start = this.starts[position] as number;
    const end = this.ends[position] as number;
    while (start < end && isSpace(this.bytes[start] as number)) start++;
    return start;
  }

  /** Where the field that begins at `start`, trimmed, ends without white space behind it. */
  trimmedEnd(position: number, start: number): number {
    if (position < 0 || position >= this.count) return 0;
    let end = this.ends[position] as number;
    while (end > start && isSpace(this.bytes[end - 1] as number)) end--;
    return end;
  }

  /** Bytes of the trimmed field; 0 for one that is missing. */
  trimmedLength(position: number): number {
    const start = this.trimmedStart(position);
    return this.trimmedEnd(position, start) - start;
  }
}

/** ASCII's white space, as trimAscii has it. */
function isSpace(byte: number): boolean {
  return byte <= SPACE && (byte === SPACE || (byte >= 9 && byte <= 13));
}
