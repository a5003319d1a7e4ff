import { packLines, type ResultPart } from '@fritz/archive';
import { type Doubles, type MqlDocument, writeExtendedJson } from '@fritz/mql';

/** So much text is packed at once. */
const PART_CHARS = 2_000_000;

/** Packs documents as lines, part by part. */
export class ResultPacker {
  private readonly doubles: Doubles;
  private lines: string[] = [];
  private chars = 0;
  private number = 0;

  constructor(doubles: Doubles) {
    this.doubles = doubles;
  }

  /** Takes documents; gives the parts that are full. */
  async *add(documents: readonly MqlDocument[]): AsyncGenerator<ResultPart> {
    for (const document of documents) {
      const line = `${writeExtendedJson(document, this.doubles)}\n`;
      this.lines.push(line);
      this.chars += line.length;
      if (this.chars >= PART_CHARS) yield await this.part();
    }
  }

  /** What is left. */
  async *end(): AsyncGenerator<ResultPart> {
    if (this.lines.length > 0) yield await this.part();
  }

  private async part(): Promise<ResultPart> {
    const { lines } = this;
    this.lines = [];
    this.chars = 0;
    const packed = await packLines(lines);
    this.number += 1;
    return { number: this.number, rows: lines.length, packed };
  }
}
