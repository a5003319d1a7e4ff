import type { TapType } from '../tables/tap-table.ts';
import { SQL_TYPES } from './value.ts';

/** Stands around a value's number until the statement is whole: no name has this character. */
const MARK = '\u0001';
const MARKED: RegExp = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');

/**
 * The values of a statement. Equal ones are one parameter, so that expressions that are written alike are
 * alike in SQL, too: GROUP BY asks for that.
 */
export class Binds {
  readonly #values: unknown[] = [];
  readonly #known = new Map<string, string>();

  bind(value: number | bigint | string | boolean, type: TapType): string {
    const key = `${type} ${typeof value} ${String(value)}${Object.is(value, -0) ? '-' : ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const sql = `${this.#add(String(value))}::${SQL_TYPES[type]}`;
    this.#known.set(key, sql);
    return sql;
  }

  /** A list of values of one type; texts as they are, what is missing is null. */
  bindList(values: readonly unknown[], type: TapType): string {
    return `${this.#add(values)}::${SQL_TYPES[type]}[]`;
  }

  /** A statement and its values: of numbers that were reckoned with here some are not in it any more. */
  finish(sql: string): { readonly text: string; readonly values: readonly unknown[] } {
    const values: unknown[] = [];
    const places = new Map<number, number>();
    const text = sql.replaceAll(MARKED, (_, digits: string) => {
      const at = Number(digits);
      const place = places.get(at) ?? values.push(this.#values[at]);
      places.set(at, place);
      return `$${place}`;
    });
    return { text, values };
  }

  #add(value: unknown): string {
    return `${MARK}${this.#values.push(value) - 1}${MARK}`;
  }
}
