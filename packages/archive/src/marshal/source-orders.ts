/** What saved objects can be sorted by. */
export type SourceOrder = keyof typeof orders | 'annotation';

interface Order {
  /** Of an entry `k` (obj_id, last_saved_at) and, where it is of the object, `o` (of `objs`). */
  sql: string;
  type: 'text' | 'float8' | 'timestamptz';
  ofObj: boolean;
  /**
   * Rows (obj_id, key) of all entries at once, each at most once; `entries` (obj_id) is what they are of.
   * Asked for one by one, thousands of entries take as many looks at what the viewer sees.
   */
  set?: string;
}

/** AB magnitude of a flux in µJy. */
const magOf = (flux: string) => `23.9 - 2.5 * log(${flux})`;
const ofEntries = 'obj_id IN (SELECT e.obj_id FROM entries e)';
/** Of light curves, from what is kept beside them for each audience. */
const summed = (what: string) => `SELECT p.obj_id, (${what})::float8 AS key
  FROM photometry_sums p WHERE p.${ofEntries} GROUP BY p.obj_id`;
const said = (what: string) => `SELECT DISTINCT ON (c.obj_id) c.obj_id, ${what} AS key
  FROM classifications c WHERE c.withdrawn_at IS NULL AND c.${ofEntries}
  ORDER BY c.obj_id, c.ml, c.id DESC`;

const ofEntry = (sql: string, type: Order['type']): Order => ({
  sql: `(${sql})`,
  type,
  ofObj: false,
});
const ofSet = (set: string, type: Order['type']): Order => ({
  sql: 'of_set.key',
  type,
  ofObj: false,
  set,
});
const ofObj = (sql: string, type: Order['type']): Order => ({ sql, type, ofObj: true });

const orders = {
  saved_at: ofEntry('k.last_saved_at', 'timestamptz'),
  id: ofEntry('k.obj_id', 'text'),
  ra: ofObj('o.ra', 'float8'),
  dec: ofObj('o.dec', 'float8'),
  created_at: ofObj('o.created_at', 'timestamptz'),
  modified: ofObj('o.modified_at', 'timestamptz'),
  redshift: ofObj('o.redshift', 'float8'),
  alias: ofObj(`array_to_string(o.alias, ',')`, 'text'),
  origin: ofObj('o.origin', 'text'),
  tns_name: ofObj('o.tns_name', 'text'),
  mpc_name: ofObj('o.mpc_name', 'text'),
  score: ofObj('o.score', 'float8'),
  t0: ofObj('o.t0', 'float8'),
  classification: ofSet(said('c.class'), 'text'),
  probability: ofSet(said('c.probability'), 'float8'),
  groups: ofSet(
    `SELECT s.obj_id, string_agg(g.name, ', ' ORDER BY g.name) AS key
       FROM sources s JOIN groups g ON g.id = s.group_id WHERE s.active AND s.${ofEntries}
      GROUP BY s.obj_id`,
    'text',
  ),
  saved_by: ofSet(
    `SELECT DISTINCT ON (s.obj_id) s.obj_id, u.username AS key
       FROM sources s JOIN users u ON u.id = s.saved_by WHERE s.active AND s.${ofEntries}
      ORDER BY s.obj_id, s.saved_at DESC, u.username`,
    'text',
  ),
  tags: ofSet(
    `SELECT x.obj_id, string_agg(DISTINCT t.name, ', ') AS key
       FROM obj_tags x JOIN obj_tag_options t ON t.id = x.option_id WHERE x.${ofEntries}
      GROUP BY x.obj_id`,
    'text',
  ),
  peak_mag: ofSet(summed(magOf('(max(p.peak))[1]')), 'float8'),
  latest_mag: ofSet(summed(magOf('(max(p.last_detection))[3]')), 'float8'),
  first_detected: ofSet(summed('(min(p.first_detection))[1]'), 'float8'),
  last_detected: ofSet(summed('(max(p.last_detection))[1]'), 'float8'),
  detections: ofSet(summed('nullif(sum(p.detections), 0)'), 'float8'),
  spectra: ofSet(
    `SELECT s.obj_id, count(*)::float8 AS key FROM spectra s WHERE s.${ofEntries} GROUP BY s.obj_id`,
    'float8',
  ),
  comments: ofSet(
    `SELECT c.subject_id AS obj_id, count(*)::float8 AS key FROM comments c
      WHERE c.subject_type = 'sources' AND c.subject_id IN (SELECT e.obj_id FROM entries e)
      GROUP BY c.subject_id`,
    'float8',
  ),
} as const satisfies Record<string, Order>;

/** How a list is sorted; an annotation is people's, or the last that a filter made of the object. */
export function orderSql(
  orderBy: SourceOrder,
  annotation: { origin: string; key: string } | null,
  bind: (value: unknown) => string,
): Order {
  if (orderBy !== 'annotation') return orders[orderBy];
  const { origin, key } = annotation ?? { origin: '', key: '' };
  const [of, at] = [`${bind(origin)}::text`, `${bind(key)}::text`];
  return ofEntry(
    `SELECT CASE jsonb_typeof(v.value) WHEN 'number' THEN (v.value #>> '{}')::float8 END FROM (
       (SELECT a.data -> ${at} AS value, 0 AS place FROM annotations a
         WHERE a.subject_type = 'sources' AND a.subject_id = k.obj_id AND a.origin = ${of} LIMIT 1)
       UNION ALL
       (SELECT c.output -> 'annotations' -> ${at}, 1 FROM candidates c
          JOIN filters f ON f.id = c.filter_id JOIN groups g ON g.id = f.group_id
         WHERE c.obj_id = k.obj_id AND g.name || ':' || f.name = ${of} ORDER BY c.id DESC LIMIT 1)
     ) v WHERE v.value IS NOT NULL ORDER BY v.place LIMIT 1`,
    'float8',
  );
}
