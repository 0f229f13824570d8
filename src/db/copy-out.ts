// COPY … TO STDOUT as a stream of its bytes. Postgres sends each row as a message of its own, and whoever makes an object
// of each spends as much as Postgres does: here what stands between the rows is taken out within the piece that came. So
// the connection's bytes are read before pg sees them, as in pg-copy-streams, and all that is no row is handed on to pg.
import { Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const ERROR_RESPONSE = 'E'.charCodeAt(0);
/** A message is a letter, the length of what follows the letter in four bytes, and what it says. */
const HEADER_BYTES = 5;

type TakeBytes = (bytes: Buffer) => void;

/** Given to a connection as a query; ends with the last row. */
export class CopyOut extends Readable implements Submittable {
  /** Known when the stream has ended. */
  rowCount = 0;
  readonly #text: string;
  #connection: Connection | undefined;
  #giveToPg: TakeBytes = () => {};
  /** A header that came in two pieces, and how much of it is there. */
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #isRow = false;
  /** How much of the message is still to come. */
  #rest = 0;
  readonly #take: TakeBytes = (piece) => this.#read(piece);

  constructor(text: string) {
    super();
    this.#text = text;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    const { stream } = connection;
    this.#giveToPg = stream.listeners('data')[0] as TakeBytes;
    stream.removeListener('data', this.#giveToPg);
    stream.on('data', this.#take);
    connection.query(this.#text);
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  #read(piece: Buffer): void {
    let [at, rows] = [0, 0];
    let isOver = false;
    while (at < piece.length && !isOver) {
      const end = Math.min(at + this.#rest, piece.length);
      if (end > at) {
        if (this.#isRow) rows = move(piece, at, end, rows);
        else this.#giveToPg(piece.subarray(at, end));
        this.#rest -= end - at;
        at = end;
      } else {
        while (this.#headerBytes < HEADER_BYTES && at < piece.length)
          this.#header[this.#headerBytes++] = piece[at++] as number;
        isOver = this.#headerBytes === HEADER_BYTES && this.#endsCopy();
      }
    }
    if (rows > 0 && !this.destroyed && !this.push(piece.subarray(0, rows))) this.#connection?.stream.pause();
    if (isOver) this.#leave(piece.subarray(at));
  }

  /** Looks at a header that is whole; true where what it begins is the end of the rows. */
  #endsCopy(): boolean {
    const kind = this.#header[0];
    if (kind === COPY_DONE || kind === ERROR_RESPONSE) return true;
    this.#isRow = kind === COPY_DATA;
    this.#rest = this.#header.readUInt32BE(1) - (HEADER_BYTES - 1);
    this.#headerBytes = 0;
    if (!this.#isRow) this.#giveToPg(Buffer.from(this.#header));
    return false;
  }

  /** Gives the connection back to pg, with the message whose header was read and whatever came behind it. */
  #leave(behind: Buffer): void {
    const { stream } = this.#connection as Connection;
    this.#connection = undefined;
    stream.removeListener('data', this.#take);
    stream.on('data', this.#giveToPg);
    this.#giveToPg(Buffer.concat([this.#header, behind]));
    stream.resume();
  }

  /** By pg: all rows were sent. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = Number(/^COPY (\d+)/.exec(text)?.[1]);
    this.push(null);
  }

  /** By pg: the statement failed, or the connection is lost. */
  handleError(error: Error): void {
    this.destroy(error);
  }

  /** By pg. */
  handleReadyForQuery(): void {}
}

/** Moves bytes of a piece to the front, behind the rows that are there; returns where those end then. */
function move(piece: Buffer, start: number, end: number, to: number): number {
  piece.copyWithin(to, start, end);
  return to + end - start;
}
