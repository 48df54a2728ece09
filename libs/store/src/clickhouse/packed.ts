/** Characters that are gathered before they are turned into bytes. */
const pieceCharacters = 32 * 1024;
/** At most this many rows an insert: encoding more at once would keep the process from answering. */
const maxRows = 20_000;
/** And at most this many characters, so that wide events do not make an insert of hundreds of megabytes. */
const maxCharacters = 8 * 1024 * 1024;

/** Gathers the lines of one insert as bytes, which burden the garbage collector less than the strings they are made of. */
export class Packer {
  /** Lines since the last `take`. */
  rows = 0;
  private characters = 0;
  private pieces: Buffer[] = [];
  private piece = '';

  /** @param line without a new line at its end */
  add(line: string): void {
    this.piece += line + '\n';
    this.rows++;
    this.characters += line.length;
    if (this.piece.length >= pieceCharacters) this.cut();
  }

  /** Whether an insert should not grow beyond this. */
  full(): boolean {
    return this.rows >= maxRows || this.characters >= maxCharacters;
  }

  /** The lines since the last time, each ended by a new line. Every piece holds whole lines. */
  take(): readonly Buffer[] {
    if (this.piece !== '') this.cut();
    const { pieces } = this;
    this.pieces = [];
    this.rows = 0;
    this.characters = 0;
    return pieces;
  }

  private cut(): void {
    this.pieces.push(Buffer.from(this.piece));
    this.piece = '';
  }
}

/** Lines as bytes, each ended by a new line. */
export function packed(lines: readonly string[]): readonly Buffer[] {
  const packer = new Packer();
  for (const line of lines) packer.add(line);
  return packer.take();
}
