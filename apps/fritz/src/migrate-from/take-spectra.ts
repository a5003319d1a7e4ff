import { isRecord } from '../load/seed-files.ts';
import { idOf, type Migration, type Taken } from './migration.ts';
import { takeDocument } from './take-documents.ts';
import { takeAnnotations, takeComments } from './take-notes.ts';
import { differences, type Item, itemsOf, markOf, pick } from './things.ts';

const kind = 'spectra';
const copied = [
  'observed_at',
  'wavelengths',
  'fluxes',
  'errors',
  'units',
  'origin',
  'type',
  'label',
];
/** What is compared later: points are too many to be written in the hundredth look. */
const compared = ['observed_at', 'units', 'origin', 'type', 'label', 'altdata', 'fluxes'];

/** An object's spectra with their people, their files, and what is said of them. */
export async function takeSpectra(migration: Migration, objId: string): Promise<void> {
  const path = `sources/${encodeURIComponent(objId)}/spectra`;
  const items = await migration.list(kind, path, 'spectra');
  if (items.length === 0) return;
  const isNew = items.some(({ id }) => !migration.journal.has(kind, id));
  const { isDryRun, isUpdate } = migration.options;
  const needsHere = !isDryRun && (isNew || isUpdate);
  const here = needsHere ? itemsOf((await migration.ask('GET', path)).spectra) : [];
  for (const item of items) {
    await takeSpectrum(migration, { objId, item, here });
    const id = migration.journal.number(kind, item.id);
    if (id === null && !isDryRun) continue;
    const on = { subject: `spectra/${item.id}`, path: `spectra/${id}` };
    await takeAnnotations(migration, { ...on, items: itemsOf(item.annotations) });
    await takeComments(migration, { ...on, items: itemsOf(item.comments) });
    await keepOrigin(migration, item);
  }
}

interface OneSpectrum {
  readonly objId: string;
  readonly item: Item;
  /** The object's spectra here. */
  readonly here: readonly Item[];
}

async function takeSpectrum(migration: Migration, one: OneSpectrum): Promise<void> {
  const { item, here } = one;
  const taken = migration.journal.values(kind);
  const mark = markOf(pick(item, compared));
  await migration.take(kind, item.id, {
    make: async () => {
      // One that was stored just before an interruption is not in the journal.
      const same = here.find(
        (spectrum) => !taken.has(idOf(spectrum)) && isSame(migration, spectrum, item),
      );
      if (same) return { to: idOf(same), mark, outcome: 'before' };
      const to = await upload(migration, one);
      await migration.restoreTimes(kind, to, item);
      return { to, mark };
    },
    again: async ({ to, mark: old }) => {
      if (old === mark) return { to, mark, outcome: 'before' };
      const known = here.find(({ id }) => id === to);
      if (!known) return { to, mark, outcome: 'different', why: 'it was deleted here' };
      return rewrite(migration, { item, known, old, mark });
    },
  });
}

function isSame(migration: Migration, here: Item, item: Item): boolean {
  return (
    here.instrument_id === migration.journal.number('instruments', item.instrument_id) &&
    differences(pick(item, ['wavelengths', 'fluxes']), here).length === 0 &&
    sameTime(here.observed_at, item.observed_at)
  );
}

const sameTime = (a: unknown, b: unknown) =>
  Date.parse(`${a}Z`) === Date.parse(`${String(b).replace(/(\.\d{3})\d+$/, '$1')}Z`);

async function upload(migration: Migration, { objId, item }: OneSpectrum): Promise<number> {
  const owner = migration.journal.number('users', item.owner_id ?? null);
  const body = {
    obj_id: objId,
    instrument_id: migration.demand('instruments', item.instrument_id),
    ...pick(item, [...copied, 'altdata']),
    ...peopleOf(migration, item, owner),
    ...(await readFile(migration, item)),
    group_ids: migration.groupsOf(kind, item, owner),
  };
  return idOf(await migration.askAs(owner, { kind, id: item.id, path: 'spectra', body }));
}

const roles = [
  { field: 'pi', list: 'pis', external: 'external_pi' },
  { field: 'reduced_by', list: 'reducers', external: 'external_reducer' },
  { field: 'observed_by', list: 'observers', external: 'external_observer' },
] as const;

/** Who took it and reduced it; who is not here is named, and the owner answers for him. */
function peopleOf(migration: Migration, item: Item, owner: number | null): Item {
  const parts = roles.map(({ field, list, external }) => {
    const people = itemsOf(item[list]);
    const here = people.flatMap(({ id }) => migration.journal.number('users', id) ?? []);
    const missing = people
      .filter(({ id }) => migration.journal.number('users', id) === null)
      .map(({ first_name, last_name, username }) => {
        return [first_name, last_name].filter(Boolean).join(' ') || String(username);
      });
    const names = [item[external], ...missing].filter(Boolean).join(', ');
    const contacts = here.length === 0 && names !== '' && owner !== null ? [owner] : here;
    return {
      ...(contacts.length > 0 ? { [field]: contacts } : {}),
      ...(names !== '' && contacts.length > 0 ? { [external]: names } : {}),
    };
  });
  return Object.assign({}, ...parts);
}

/** The file that it came in, which a list of spectra does not have. */
async function readFile(migration: Migration, item: Item): Promise<Item> {
  const name = item.original_file_filename;
  if (typeof name !== 'string' || name === '') return {};
  const detail = await migration.skyportal.get(`spectra/${item.id}`);
  const text = isRecord(detail) ? detail.original_file_string : null;
  if (typeof text !== 'string' || text === '') {
    migration.tell('note', kind, item.id, `without its file ${name}`);
    return {};
  }
  return { original_file_string: unwrap(text), original_file_filename: name };
}

/** Some files were kept as Python prints bytes: b'…'. */
function unwrap(text: string): string {
  const bytes = /^b(['"])([\s\S]*)\1$/.exec(text)?.[2];
  if (bytes === undefined) return text;
  return bytes.replace(/\\(n|t|r|\\|'|")/g, (_, one: string) => {
    return { n: '\n', t: '\t', r: '\r' }[one] ?? one;
  });
}

async function rewrite(
  migration: Migration,
  change: { item: Item; known: Item; old: string | null; mark: string },
): Promise<Taken> {
  const { item, known, old, mark } = change;
  const to = idOf(known);
  const now = markOf(pick({ ...known, observed_at: item.observed_at }, compared));
  if (now === mark) return { to, mark, outcome: 'before' };
  const names = differences(pick(item, compared), known);
  if (!sameTime(known.observed_at, item.observed_at) || now !== old) {
    const why = `${names} changed there and here`;
    return { to, outcome: 'different', why, ...(old === null ? {} : { mark: old }) };
  }
  await migration.ask('PUT', `spectra/${to}`, pick(item, [...copied, 'altdata']));
  return { to, mark, outcome: 'updated' };
}

/** What it was asked for by: kept until there are such things here. */
async function keepOrigin(migration: Migration, item: Item): Promise<void> {
  const asked = pick(item, ['followup_request_id', 'assignment_id']);
  if (Object.keys(asked).length === 0) return;
  await takeDocument(migration, {
    kind: 'requests of spectra',
    document: 'spectrum_request',
    id: item.id,
    item: { ...asked, spectrum_id: item.id },
  });
}
