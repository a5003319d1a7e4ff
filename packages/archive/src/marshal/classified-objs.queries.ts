/** A class that objects are looked for by. */
export interface ClassWish {
  class: string;
  /** Name of its taxonomy, of whatever version; null: any. */
  taxonomy: string | null;
}

/** Which objects are looked for, by what is said of them. */
export interface ClassificationWish {
  /** Of one of these classes. */
  any?: readonly ClassWish[];
  /** Of each of these classes. */
  all?: readonly ClassWish[];
  /** Of none of these classes. */
  none?: readonly ClassWish[];
  /** Whether anything is said of them at all. */
  isClassified?: boolean;
  /** Only what is said with at least this probability counts; a missing one does not, then. */
  minProbability?: number;
  maxProbability?: number;
  /** Only what people (false) or models (true) say counts. */
  ml?: boolean;
}

/**
 * Conditions of SQL on an object's id, to be joined with AND: `objColumn` names it (e.g. `o.id`),
 * `bind` takes a value and gives its placeholder. Each is an EXISTS, so that the planner looks
 * objects up one by one in a short list, or gathers the class by its index for a long one.
 * Only what the viewer sees counts: row-level security is beneath.
 */
export function classificationConditions(
  objColumn: string,
  wish: ClassificationWish,
  bind: (value: unknown) => string,
): string[] {
  const counts = countingCondition(wish, bind);
  const exists = (what: string) =>
    `EXISTS (SELECT FROM classifications k WHERE k.obj_id = ${objColumn}
       AND k.withdrawn_at IS NULL${counts}${what})`;
  const found: string[] = [];
  if (wish.isClassified !== undefined) {
    found.push(`${wish.isClassified ? '' : 'NOT '}${exists('')}`);
  }
  if (wish.any && wish.any.length > 0) found.push(exists(classCondition(wish.any, bind)));
  for (const one of wish.all ?? []) found.push(exists(classCondition([one], bind)));
  if (wish.none && wish.none.length > 0) {
    found.push(`NOT ${exists(classCondition(wish.none, bind))}`);
  }
  return found;
}

function countingCondition(wish: ClassificationWish, bind: (value: unknown) => string): string {
  const { minProbability, maxProbability, ml } = wish;
  return [
    minProbability === undefined ? '' : ` AND k.probability >= ${bind(minProbability)}`,
    maxProbability === undefined ? '' : ` AND k.probability <= ${bind(maxProbability)}`,
    ml === undefined ? '' : ` AND k.ml = ${bind(ml)}`,
  ].join('');
}

function classCondition(wishes: readonly ClassWish[], bind: (value: unknown) => string): string {
  const anywhere = wishes.filter(({ taxonomy }) => taxonomy === null);
  const conditions: string[] = [];
  if (anywhere.length > 0) {
    conditions.push(`k.class = ANY (${bind(anywhere.map((wish) => wish.class))}::text[])`);
  }
  const within = Map.groupBy(
    wishes.filter(({ taxonomy }) => taxonomy !== null),
    ({ taxonomy }) => taxonomy,
  );
  for (const [taxonomy, named] of within) {
    const classes = bind(named.map((wish) => wish.class));
    conditions.push(`(k.class = ANY (${classes}::text[]) AND k.taxonomy_id IN (
      SELECT t.id FROM taxonomies t WHERE t.name = ${bind(taxonomy)}))`);
  }
  return ` AND (${conditions.join(' OR ')})`;
}
