/** A parameter as PostgreSQL reads it: its text, or the bytes of its binary form. */
export type SentValue = string | Buffer | null;

/**
 * A statement that reads and changes nothing. Each connection prepares it once, under its name; one
 * name has one text.
 */
export interface Reading<Row> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly SentValue[];
  /** What its rows are like; nothing is ever there. */
  readonly rows?: readonly Row[];
}

/** What of a reading is sent. */
export type Statement = Pick<Reading<unknown>, 'name' | 'text' | 'values'>;
