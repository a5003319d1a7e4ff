import type { FromNode } from './from-nodes.ts';
import { quoteName, type Source } from './source.ts';
import type { Condition, NearJoin } from './value.ts';

/** FROM and the conditions that its joins became, as SQL. */
export interface RenderedFrom {
  readonly from: string;
  readonly conditions: readonly string[];
}

/** A part of FROM that stands between commas. */
interface Item {
  readonly aliases: readonly string[];
  readonly source: Source | null;
  readonly sql: string;
}

/**
 * SQL of FROM. A table whose places are asked to be near those of others comes after these, and its rows
 * are found by its index, one place after another: without it PostgreSQL would compare each with each.
 *
 * Rendered last: only then it is known which columns are used.
 */
export function renderFrom(nodes: readonly FromNode[], where: readonly Condition[]): RenderedFrom {
  const conjuncts: Condition[] = [...where];
  const items = nodes.flatMap((node) => flatten(node, conjuncts));
  const joins = chooseJoins(items, conjuncts);
  const ordered = orderItems(items, joins);
  const from = ordered.map((item) => {
    const join = item.source === null ? undefined : joins.get(item.source);
    return join === undefined ? item.sql : `LATERAL ${nearSource(join)}`;
  });
  return { from: from.join(', '), conditions: conjuncts.map(({ sql }) => sql) };
}

/** Tables of inner joins stand beside each other; an outer join stays what it is. */
function flatten(node: FromNode, conjuncts: Condition[]): Item[] {
  if (node.kind === 'source') {
    const { source } = node;
    return [{ aliases: [source.alias], source, sql: plainSource(source) }];
  }
  if (node.type === 'inner' || node.type === 'cross') {
    conjuncts.push(...node.on);
    return [...flatten(node.left, conjuncts), ...flatten(node.right, conjuncts)];
  }
  return [{ aliases: aliasesOf(node), source: null, sql: renderOuter(node) }];
}

function aliasesOf(node: FromNode): string[] {
  if (node.kind === 'source') return [node.source.alias];
  return [...aliasesOf(node.left), ...aliasesOf(node.right)];
}

function plainSource({ from, alias }: Source): string {
  return `${from} AS ${alias}`;
}

const JOIN_WORDS = { left: 'LEFT JOIN', right: 'RIGHT JOIN', full: 'FULL JOIN' } as const;

function renderOuter(node: FromNode): string {
  if (node.kind === 'source') return plainSource(node.source);
  const { type, left, right, on } = node;
  const condition = on.length === 0 ? 'true' : on.map(({ sql }) => sql).join(' AND ');
  if (type === 'inner' || type === 'cross') {
    return `(${renderOuter(left)} JOIN ${renderOuter(right)} ON ${condition})`;
  }
  const near = type === 'left' && right.kind === 'source' ? nearOf(right.source, on) : null;
  const joined = near === null ? renderOuter(right) : `LATERAL ${nearSource(near)}`;
  return `(${renderOuter(left)} ${JOIN_WORDS[type]} ${joined} ON ${condition})`;
}

function nearOf(source: Source, on: readonly Condition[]): NearJoin | null {
  const joins = on.flatMap(({ near }) => near);
  return joins.find((join) => join.found === source && !mentions(join, [source.alias])) ?? null;
}

function mentions({ ra, dec, radius }: NearJoin, aliases: readonly string[]): boolean {
  return aliases.some((alias) => namesIn(`${ra} ${dec} ${radius}`).has(alias));
}

/** The tables that a piece of SQL names. */
function namesIn(sql: string): ReadonlySet<string> {
  return new Set(sql.match(/\bt\d+(?=\.)/g) ?? []);
}

/** For each table at most one way to find its rows by the places of others. */
function chooseJoins(
  items: readonly Item[],
  conjuncts: readonly Condition[],
): Map<Source, NearJoin> {
  const chosen = new Map<Source, NearJoin>();
  const sources = items.flatMap(({ source }) => (source === null ? [] : [source]));
  const isConeFound = ({ place, alias }: Source) =>
    place !== null &&
    conjuncts.some(
      ({ sql, near }) =>
        near.length === 0 && sql.includes(`${alias}.${quoteName(place.hpx)} BETWEEN`),
    );
  for (const { near } of conjuncts) {
    // Of two tables that find each other, the one that nothing else narrows is found.
    const [join] = near
      .filter((one) => sources.includes(one.found) && !chosen.has(one.found))
      .filter((one) => !mentions(one, [one.found.alias]) && !isCircle(chosen, one))
      .sort((a, b) => Number(isConeFound(a.found)) - Number(isConeFound(b.found)));
    if (join !== undefined && !isConeFound(join.found)) chosen.set(join.found, join);
  }
  return chosen;
}

/** Whether the places that a join needs would be found by way of what it finds. */
function isCircle(chosen: ReadonlyMap<Source, NearJoin>, join: NearJoin): boolean {
  const byAlias = new Map([...chosen].map(([source, one]) => [source.alias, one]));
  const seen = new Set<string>();
  const open = [...namesIn(`${join.ra} ${join.dec} ${join.radius}`)];
  for (let alias = open.pop(); alias !== undefined; alias = open.pop()) {
    if (alias === join.found.alias) return true;
    const next = byAlias.get(alias);
    if (next === undefined || seen.has(alias)) continue;
    seen.add(alias);
    open.push(...namesIn(`${next.ra} ${next.dec} ${next.radius}`));
  }
  return false;
}

/** What is found comes after what it is found by. */
function orderItems(items: readonly Item[], joins: ReadonlyMap<Source, NearJoin>): Item[] {
  const isFound = (item: Item) => item.source !== null && joins.has(item.source);
  const placed = items.filter((item) => !isFound(item));
  let waiting = items.filter(isFound);
  const own = new Set(items.flatMap(({ aliases }) => aliases));
  while (waiting.length > 0) {
    const there = new Set(placed.flatMap(({ aliases }) => aliases));
    const ready = waiting.filter(({ source }) => {
      const join = source === null ? undefined : joins.get(source);
      if (join === undefined) return true;
      const needed = namesIn(`${join.ra} ${join.dec} ${join.radius}`);
      return [...needed].every((alias) => !own.has(alias) || there.has(alias));
    });
    placed.push(...(ready.length > 0 ? ready : waiting));
    waiting = ready.length > 0 ? waiting.filter((item) => !ready.includes(item)) : [];
  }
  return placed;
}

/** The rows of a table around a place; OFFSET keeps the look-up by its index. */
function nearSource({ found, ra, dec, radius }: NearJoin): string {
  const { place, alias, from, used } = found;
  const columns = [...used].map((column) => `s.${quoteName(column)}`);
  const hpx = quoteName(place?.hpx ?? '');
  return `(SELECT ${columns.join(', ')} FROM fritz.adql_cone(${ra}, ${dec}, ${radius}) AS k CROSS JOIN ${from} AS s WHERE s.${hpx} BETWEEN k.low AND k.high OFFSET 0) AS ${alias}`;
}
