import {
  findSpectrum,
  findSpectrumFile,
  findSpectrumHead,
  listAnnotationsOf,
  listCommentsOf,
  listSpectra,
  listSpectrumGroups,
  listSpectrumHeads,
  listSpectrumOwners,
  listSpectrumPeople,
  type SpectrumHead,
  type SpectrumRow,
  type SpectrumSearch,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { type routes, type Static, spectrumTypes } from '@fritz/contract';
import { writeCsvSpectrum, writeFitsSpectrum } from '@fritz/formats';
import { readIds, readUtc } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { presentSpectrum, presentSpectrumHead, type SpectrumParts } from './spectra.presenter.ts';

const MAX_SPECTRA = 500;
const MAX_HEADS = 10_000;

type Query = Static<typeof routes.listSpectra.query>;

/** A spectrum that the viewer sees. */
export async function demandSpectrum(tx: ViewerTx, id: number): Promise<SpectrumRow> {
  const spectrum = await findSpectrum(tx, id);
  if (spectrum === null) throw new NotFoundError('spectrum');
  return spectrum;
}

/** The same without its points. */
export async function demandSpectrumHead(tx: ViewerTx, id: number): Promise<SpectrumHead> {
  const spectrum = await findSpectrumHead(tx, id);
  if (spectrum === null) throw new NotFoundError('spectrum');
  return spectrum;
}

/** Spectra with all that belongs to them, in a fixed number of queries. */
export async function presentSpectra(tx: ViewerTx, rows: readonly SpectrumRow[], viewer: Viewer) {
  const ids = rows.map(({ id }) => id);
  const names = ids.map(String);
  const owners = rows.flatMap(({ owner_id }) => (owner_id === null ? [] : [owner_id]));
  const parts: SpectrumParts = {
    groups: await listSpectrumGroups(tx, [...new Set(rows.map(({ audience_id }) => audience_id))]),
    people: await listSpectrumPeople(tx, ids),
    owners: await listSpectrumOwners(tx, [...new Set(owners)]),
    comments: await listCommentsOf(tx, 'spectra', names),
    annotations: await listAnnotationsOf(tx, 'spectra', names),
  };
  return rows.map((row) => presentSpectrum(row, parts, viewer));
}

/** Spectra that a search finds, as the viewer sees them. */
export async function searchSpectra(tx: ViewerTx, query: Query, viewer: Viewer) {
  const search = readSearch(query);
  if (query.minimalPayload === true) {
    const heads = await listSpectrumHeads(tx, search, MAX_HEADS + 1);
    demandFew(heads.length, MAX_HEADS);
    return heads.map(presentSpectrumHead);
  }
  return findSpectra(tx, search, viewer);
}

/** Spectra of a search with their points, 500 at most. */
export async function findSpectra(
  tx: ViewerTx,
  search: SpectrumSearch,
  viewer: Viewer,
  narrowedBy = 'observedAfter',
) {
  const heads = await listSpectrumHeads(tx, search, MAX_SPECTRA + 1);
  demandFew(heads.length, MAX_SPECTRA, narrowedBy);
  return presentSpectra(tx, await listSpectra(tx, search, MAX_SPECTRA), viewer);
}

function demandFew(count: number, most: number, field = 'observedAfter'): void {
  if (count <= most) return;
  const message = `more than ${most} spectra match: ask for fewer`;
  throw new InvalidRequestError([{ in: 'query', field, message }]);
}

function readSearch(query: Query): SpectrumSearch {
  const types = readWords(query.type);
  const unknown = types?.find((type) => !spectrumTypes.some((known) => known === type));
  if (unknown !== undefined) {
    const message = `“${unknown}” is none of ${spectrumTypes.join(', ')}`;
    throw new InvalidRequestError([{ in: 'query', field: 'type', message }]);
  }
  const search: Record<keyof SpectrumSearch, unknown> = {
    objId: undefined,
    objIds: undefined,
    objIdPart: query.objID?.trim() || undefined,
    observedFrom: readTime('observedAfter', query.observedAfter),
    observedTo: readTime('observedBefore', query.observedBefore),
    instrumentIds: readIds(query.instrumentIDs) ?? undefined,
    groupIds: readIds(query.groupIDs) ?? undefined,
    followupRequestIds: readIds(query.followupRequestIDs) ?? undefined,
    assignmentIds: readIds(query.assignmentIDs) ?? undefined,
    types,
    origins: readWords(query.origin),
    labels: readWords(query.label),
    comments: readCommentSearch(query),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

function readCommentSearch(query: Query): SpectrumSearch['comments'] {
  const texts = readWords(query.commentsFilter) ?? null;
  const authors = readWords(query.commentsFilterAuthor) ?? null;
  const from = readTime('commentsFilterAfter', query.commentsFilterAfter) ?? null;
  const to = readTime('commentsFilterBefore', query.commentsFilterBefore) ?? null;
  const says = texts !== null || authors !== null || from !== null || to !== null;
  return says ? { texts, authors, from, to } : undefined;
}

function readTime(field: string, text: string | undefined): Date | undefined {
  return text === undefined ? undefined : readUtc('query', field, text);
}

function readWords(text: string | undefined): string[] | undefined {
  const words = text?.split(',').flatMap((word) => word.trim() || []);
  return words && words.length > 0 ? words : undefined;
}

/** A file to be sent. */
export interface SpectrumFile {
  name: string;
  type: string;
  content: Buffer;
}

/** A spectrum as a file of this format. */
export async function loadSpectrumFile(
  tx: ViewerTx,
  id: number,
  format: 'csv' | 'fits' | 'original',
): Promise<SpectrumFile> {
  if (format === 'original') {
    await demandSpectrumHead(tx, id);
    const file = await findSpectrumFile(tx, id);
    if (file === null) throw new NotFoundError('file of this spectrum');
    return { ...file, type: 'application/octet-stream' };
  }
  const spectrum = await demandSpectrum(tx, id);
  const name = `${spectrum.obj_id}_${spectrum.observed_at.toISOString().slice(0, 10)}_${id}.${format}`;
  if (format === 'csv') {
    return {
      name,
      type: 'text/csv; charset=utf-8',
      content: Buffer.from(writeCsvSpectrum(spectrum)),
    };
  }
  const cards = [
    { keyword: 'OBJECT', value: ascii(spectrum.obj_id) },
    { keyword: 'INSTRUME', value: ascii(spectrum.instrument_name) },
    { keyword: 'TELESCOP', value: ascii(spectrum.telescope_name) },
    { keyword: 'DATE-OBS', value: spectrum.observed_at.toISOString().slice(0, 23) },
  ];
  return {
    name,
    type: 'application/fits',
    content: Buffer.from(writeFitsSpectrum(spectrum, cards)),
  };
}

/** What fits into a card. */
function ascii(text: string): string {
  return text
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .replaceAll("'", '')
    .slice(0, 60);
}
