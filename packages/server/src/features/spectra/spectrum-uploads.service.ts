import {
  deleteSpectrum,
  existingUsers,
  findObj,
  findOwnGroup,
  findUploadInstruments,
  groupsAudience,
  insertSpectrum,
  insertSpectrumFile,
  replaceSpectrumPeople,
  type SpectrumChange,
  type SpectrumCrew,
  type SpectrumFields,
  type SpectrumHead,
  shareSpectrum,
  updateSpectrum,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { readUtc } from '../../http/fields.ts';
import {
  FritzError,
  InvalidRequestError,
  NotFoundError,
  refuseField,
} from '../../http/fritz-error.ts';
import { demandFollowup } from '../followup-requests/followup-requests.service.ts';
import { jsonText } from '../notes/json-value.ts';
import { demandAssignment } from '../observing-runs/assignments.service.ts';
import { findUploadAudience } from '../photometry/upload-targets.ts';
import { demandSpectrumHead } from './spectra.service.ts';
import type { UploadedFile } from './spectrum-files.ts';

type SpectrumBody = Static<NonNullable<typeof routes.createSpectrum.body>>;
type ChangeBody = Static<NonNullable<typeof routes.updateSpectrum.body>>;
type FileBody = Omit<Static<NonNullable<typeof routes.createFitsSpectrum.body>>, 'fits'>;
type Said = Omit<FileBody, 'obj_id' | 'instrument_id' | 'observed_at' | 'filename'>;

const MAX_ALTDATA_BYTES = 1_000_000;

/** Stores a spectrum of the viewer's. */
export async function uploadSpectrum(tx: ViewerTx, body: SpectrumBody): Promise<number> {
  const { wavelengths, fluxes, errors = null, altdata = null } = body;
  demandOneLength({ wavelengths, fluxes, errors });
  const file = body.original_file_string || null;
  const name = file === null ? null : nameOf(body.original_file_filename ?? '');
  const id = await store(tx, body, { wavelengths, fluxes, errors, altdata }, name);
  if (file !== null) await insertSpectrumFile(tx, id, Buffer.from(file));
  return id;
}

/** A path of the uploader's machine is nobody's business. */
function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) || 'spectrum';
}

/** Stores a spectrum that came in a file, and the file. */
export async function uploadSpectrumFile(
  tx: ViewerTx,
  body: FileBody,
  file: UploadedFile,
): Promise<number> {
  const { wavelengths, fluxes, errors, header, units } = file.spectrum;
  const points = {
    wavelengths: [...wavelengths],
    fluxes: [...fluxes],
    errors: errors && [...errors],
    altdata: Object.keys(header).length > 0 ? header : null,
  };
  const said = body.units === undefined ? { ...body, units } : body;
  const id = await store(tx, said, points, nameOf(body.filename));
  await insertSpectrumFile(tx, id, file.content);
  return id;
}

async function store(
  tx: ViewerTx,
  body: Omit<FileBody, 'filename'>,
  points: Pick<SpectrumFields, 'wavelengths' | 'fluxes' | 'errors'> & { altdata: unknown },
  fileName: string | null,
): Promise<number> {
  const crew = readCrew(body);
  demandContacts(body, crew);
  if ((await findObj(tx, body.obj_id)) === null) throw new NotFoundError('object');
  await demandInstrument(tx, body.instrument_id);
  await demandUsers(tx, crew);
  const audience_id = await audienceOf(tx, body.group_ids ?? [], await asked(tx, body));
  const id = await insertSpectrum(tx, {
    obj_id: body.obj_id,
    instrument_id: body.instrument_id,
    observed_at: readUtc('body', 'observed_at', body.observed_at),
    type: body.type ?? 'source',
    label: body.label || null,
    origin: body.origin || null,
    units: body.units ?? null,
    ...points,
    altdata: altdataText(points.altdata),
    external_pi: body.external_pi || null,
    external_reducer: body.external_reducer || null,
    external_observer: body.external_observer || null,
    followup_request_id: body.followup_request_id ?? null,
    assignment_id: body.assignment_id ?? null,
    original_file_filename: fileName,
    audience_id,
  });
  await nameCrew(tx, id, crew);
  return id;
}

/** Changes a spectrum: what is not named stays, groups are added. */
export async function changeSpectrum(tx: ViewerTx, id: number, body: ChangeBody): Promise<void> {
  const before = await demandOwn(tx, id);
  const crew = readCrew(body);
  demandContacts(body, crew);
  demandOneLength(body);
  if (body.instrument_id !== undefined) await demandInstrument(tx, body.instrument_id);
  await demandUsers(tx, crew);
  if (body.followup_request_id) await demandFollowup(tx, body.followup_request_id);
  if (body.assignment_id) await demandAssignment(tx, body.assignment_id);
  const { groupIds } = await findUploadAudience(tx, { group_ids: body.group_ids ?? [] });
  if (!(await updateSpectrum(tx, id, readChange(body)))) throw notOwner(before);
  await nameCrew(tx, id, crew);
  if (groupIds.length > 0) await shareSpectrum(tx, id, groupIds);
}

/** Deletes a spectrum with all that hangs on it. */
export async function removeSpectrum(tx: ViewerTx, id: number): Promise<void> {
  const before = await demandOwn(tx, id);
  if (!(await deleteSpectrum(tx, id))) throw notOwner(before);
}

async function demandOwn(tx: ViewerTx, id: number): Promise<SpectrumHead> {
  const spectrum = await demandSpectrumHead(tx, id);
  if (!spectrum.may_change) throw notOwner(spectrum);
  return spectrum;
}

function notOwner({ id }: SpectrumHead): FritzError {
  const message = 'Only the owner of this spectrum may do that.';
  return new FritzError('not_owner', { message, details: { spectrum_id: id } });
}

const sameFields = [
  ...(['instrument_id', 'wavelengths', 'fluxes', 'errors', 'units'] as const),
  ...(['followup_request_id', 'assignment_id'] as const),
];

function readChange(body: ChangeBody): SpectrumChange {
  const { observed_at, altdata } = body;
  const same = Object.fromEntries(
    sameFields.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])),
  );
  const texts = Object.fromEntries(
    (['label', 'origin', 'external_pi', 'external_reducer', 'external_observer'] as const).flatMap(
      (field) => (body[field] === undefined ? [] : [[field, body[field] || null]]),
    ),
  );
  return {
    ...same,
    ...texts,
    ...(body.type ? { type: body.type } : {}),
    ...(observed_at === undefined
      ? {}
      : { observed_at: readUtc('body', 'observed_at', observed_at) }),
    ...(altdata === undefined ? {} : { altdata: altdataText(altdata) }),
  };
}

function altdataText(altdata: unknown): string | null {
  return altdata === null || altdata === undefined
    ? null
    : jsonText('altdata', altdata, MAX_ALTDATA_BYTES);
}

interface Lengths {
  wavelengths?: readonly unknown[];
  fluxes?: readonly unknown[];
  errors?: readonly unknown[] | null;
}

/** Lists of one spectrum belong together; of several that are given, all have one length. */
function demandOneLength({ wavelengths, fluxes, errors }: Lengths): void {
  const given = [wavelengths, fluxes, errors].flatMap((list) => (list ? [list.length] : []));
  const isWhole = (wavelengths === undefined) === (fluxes === undefined);
  if (isWhole && new Set(given).size <= 1 && !(errors && wavelengths === undefined)) return;
  const message = 'wavelengths, fluxes and errors come together, and are of one length';
  throw new InvalidRequestError([{ in: 'body', field: 'fluxes', message }]);
}

/** Who is named, in the roles that are named at all. */
function readCrew(said: Said): Partial<SpectrumCrew> {
  const { pi, reduced_by, observed_by } = said;
  return {
    ...(pi === undefined ? {} : { pi: [...new Set(pi)] }),
    ...(reduced_by === undefined ? {} : { reducer: [...new Set(reduced_by)] }),
    ...(observed_by === undefined ? {} : { observer: [...new Set(observed_by)] }),
  };
}

/** For somebody without an account somebody with one answers. */
function demandContacts(said: Said, crew: Partial<SpectrumCrew>): void {
  const pairs = [
    ['external_pi', 'pi', crew.pi],
    ['external_reducer', 'reduced_by', crew.reducer],
    ['external_observer', 'observed_by', crew.observer],
  ] as const;
  const problems = pairs.flatMap(([field, contact, users]) =>
    said[field] && (users ?? []).length === 0
      ? [{ in: 'body' as const, field, message: `needs a user to ask: name one in ${contact}` }]
      : [],
  );
  if (problems.length > 0) throw new InvalidRequestError(problems);
}

async function demandInstrument(tx: ViewerTx, id: number): Promise<void> {
  if ((await findUploadInstruments(tx, [id])).length === 0) throw new NotFoundError('instrument');
}

async function demandUsers(tx: ViewerTx, crew: Partial<SpectrumCrew>): Promise<void> {
  const wanted = [...new Set(Object.values(crew).flat())];
  const there = new Set(await existingUsers(tx, wanted));
  const missing = wanted.filter((id) => !there.has(id));
  if (missing.length > 0) throw new NotFoundError(`user as ${missing.slice(0, 10).join(', ')}`);
}

async function nameCrew(tx: ViewerTx, id: number, crew: Partial<SpectrumCrew>): Promise<void> {
  for (const role of ['pi', 'reducer', 'observer'] as const) {
    const users = crew[role];
    if (users !== undefined) await replaceSpectrumPeople(tx, id, role, users);
  }
}

/** What a spectrum was taken for. */
interface Asked {
  followup_request_id?: number | null;
  assignment_id?: number | null;
  obj_id: string;
}

/** Refuses an assignment of another object. @throws NotFoundError, InvalidRequestError */
async function demandTarget(tx: ViewerTx, { assignment_id, obj_id }: Asked): Promise<void> {
  if (!assignment_id) return;
  const assignment = await demandAssignment(tx, assignment_id);
  if (assignment.obj_id !== obj_id) refuseField('assignment_id', `is of ${assignment.obj_id}`);
}

/** Groups that what comes of the request is for: its target groups. @throws NotFoundError */
async function asked(tx: ViewerTx, what: Asked): Promise<number[]> {
  const { followup_request_id: id, obj_id } = what;
  await demandTarget(tx, what);
  if (!id) return [];
  const request = await demandFollowup(tx, id);
  if (request.obj_id !== obj_id) {
    const message = `is a request for ${request.obj_id}`;
    throw new InvalidRequestError([{ in: 'body', field: 'followup_request_id', message }]);
  }
  return request.target_groups.map((group) => group.id);
}

async function audienceOf(
  tx: ViewerTx,
  groups: readonly number[] | 'all',
  targets: readonly number[],
): Promise<number> {
  const group_ids = groups === 'all' ? groups : [...new Set([...groups, ...targets])];
  const { groupIds } = await findUploadAudience(tx, { group_ids });
  const own = await findOwnGroup(tx);
  return groupsAudience(tx, own === null ? groupIds : [...groupIds, own]);
}
