import type { TapTable } from '../tables/tap-table.ts';
import type { Binds } from './binds.ts';

/** What a query is compiled with. */
export interface CompileContext {
  readonly binds: Binds;
  /** The tables that it may name. */
  readonly tables: readonly TapTable[];
  /** Numbers the tables in FROM. */
  nextAlias(): string;
  /** How often columns of tables would be worked out, were subqueries written out where they are used. */
  readonly weights: Map<string, number>;
  /** Those that it named, as it went. */
  readonly named: Set<TapTable>;
}
