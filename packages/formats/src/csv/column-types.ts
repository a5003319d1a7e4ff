import { isMissing, parseCell, parseInt64 } from '../table/parse-cell.ts';
import type { CellType } from '../table/table.ts';
import type { CsvField } from './records.ts';

/** Digits that begin with a zero are a name, not a number. */
const NAME_OF_DIGITS = /^[+-]?0\d/;
const INT4_BOUND = 2n ** 31n;

/**
 * Finds the type of a column from all its values: the narrowest that holds every one of them, exactly
 * where they are integers; text where none does.
 */
export class ColumnTypes {
  #couldBe: { bool: boolean; int: boolean; float: boolean } = {
    bool: true,
    int: true,
    float: true,
  };
  #isWide = false;
  #hasValue = false;

  see({ text, isQuoted }: CsvField): void {
    const { bool, int, float } = this.#couldBe;
    if ((!bool && !int && !float) || isMissing(text, isQuoted ? 'text' : 'float8')) return;
    this.#hasValue = true;
    if (bool && !/^(?:true|false)$/i.test(text)) this.#couldBe.bool = false;
    if (!int && !float) return;
    if (NAME_OF_DIGITS.test(text)) {
      // 00.5 is odd, but a number; 007 is not.
      if (!text.includes('.')) this.#couldBe = { ...this.#couldBe, int: false, float: false };
      return;
    }
    this.#seeNumber(text);
  }

  #seeNumber(text: string): void {
    if (this.#couldBe.int) {
      const value = parseInt64(text);
      if (value === undefined) {
        this.#couldBe.int = false;
        // An integer beyond 64 bits is an id: a float would round it.
        if (/^[+-]?\d+$/.test(text)) this.#couldBe.float = false;
      } else if (value < -INT4_BOUND || value >= INT4_BOUND) this.#isWide = true;
    }
    if (this.#couldBe.float && typeof parseCell(text, 'float8') === 'undefined') {
      this.#couldBe.float = false;
    }
  }

  get type(): CellType {
    if (!this.#hasValue) return 'text';
    if (this.#couldBe.bool) return 'bool';
    if (this.#couldBe.int) return this.#isWide ? 'int8' : 'int4';
    return this.#couldBe.float ? 'float8' : 'text';
  }
}
