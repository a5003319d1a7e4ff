/** A field of a grid: its number and its middle, degrees. */
export interface GridField {
  id: number;
  ra: number;
  dec: number;
}

type Refuse = (field: string, message: string) => never;

const MAX_FIELDS = 20_000;

/** Reads fields from lists of ID, RA and Dec, or from a CSV text with such a header. */
export function readFieldTable(
  given: Readonly<Record<string, readonly unknown[]>> | string,
  refuse: Refuse,
): GridField[] {
  const lists = typeof given === 'string' ? readCsv(given) : given;
  const { ID: ids, RA: ras, Dec: decs } = lists;
  if (!ids || !ras || !decs) return refuse('field_data', 'has ID, RA and Dec');
  if (ids.length !== ras.length || ids.length !== decs.length) {
    return refuse('field_data', 'has as many of ID, RA and Dec');
  }
  if (ids.length > MAX_FIELDS) return refuse('field_data', `has at most ${MAX_FIELDS} fields`);
  const fields = ids.map((id, index) => ({
    id: Number(id),
    ra: ((Number(ras[index]) % 360) + 360) % 360,
    dec: Number(decs[index]),
  }));
  const wrong = fields.findIndex(
    ({ id, ra, dec }) =>
      !Number.isSafeInteger(id) ||
      id < 0 ||
      id > 2_147_483_647 ||
      !(ra >= 0) ||
      !(Math.abs(dec) <= 90),
  );
  if (wrong >= 0)
    return refuse('field_data', `row ${wrong + 1} is no field: ID, RA and Dec in degrees`);
  if (new Set(fields.map(({ id }) => id)).size < fields.length) {
    return refuse('field_data', 'names each ID once');
  }
  return fields;
}

function readCsv(text: string): Record<string, string[]> {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const rows = lines.filter((line) => line.trim() !== '').map((line) => line.split(','));
  return Object.fromEntries(
    names.map((name, index) => [name, rows.map((row) => row[index]?.trim() || 'missing')]),
  );
}
