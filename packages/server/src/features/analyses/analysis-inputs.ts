import {
  findRedshift,
  listAnnotations,
  listObjClassifications,
  listObjComments,
  listPhotometry,
  type ViewerTx,
} from '@fritz/archive';
import { type AnalysisInput, naiveUtc } from '@fritz/contract';
import { presentPhotometry } from '../photometry/photometry.presenter.ts';
import { toCsv } from './csv.ts';

type Gather = (tx: ViewerTx, objId: string) => Promise<string>;

const photometryColumns = [
  'mjd',
  'flux',
  'fluxerr',
  'mag',
  'magerr',
  'filter',
  'magsys',
  'zp',
  'instrument_name',
];
const spectrumColumns = [
  'observed_at',
  'wavelengths',
  'fluxes',
  'errors',
  'units',
  'altdata',
  'created_at',
  'origin',
  'modified',
  'type',
];
const classificationColumns = ['classification', 'probability', 'created_at', 'modified'];

/** When something was made and changed. */
const timesOf = (row: { created_at: Date; modified_at: Date }) => ({
  created_at: naiveUtc(row.created_at),
  modified: naiveUtc(row.modified_at),
});

/** What services are given of an object: tables as text, of what the viewer sees. */
const gatherers: Record<AnalysisInput, Gather> = {
  async redshift(tx, objId) {
    const found = await findRedshift(tx, objId);
    return toCsv(['redshift', 'redshift_error', 'redshift_origin'], found ? [{ ...found }] : []);
  },
  // There are none here yet: services get the columns that they look for, and no row.
  async spectra() {
    return toCsv(spectrumColumns, []);
  },
  async annotations(tx, objId) {
    const rows = await listAnnotations(tx, { type: 'sources', id: objId });
    return toCsv(
      ['data', 'modified', 'origin', 'created_at'],
      rows.map((row) => ({ data: row.data, origin: row.origin, ...timesOf(row) })),
    );
  },
  async comments(tx, objId) {
    const rows = await listObjComments(tx, [objId]);
    return toCsv(
      ['text', 'bot', 'modified', 'origin', 'created_at'],
      rows.map((row) => ({ text: row.text, bot: row.bot, ...timesOf(row) })),
    );
  },
  async photometry(tx, objId) {
    const points = await listPhotometry(tx, objId);
    return toCsv(
      photometryColumns,
      points.map((point) => {
        const { mjd, flux, fluxerr, mag, magerr, filter, magsys, zp, instrument_name } =
          presentPhotometry(point, { format: 'both' });
        return { mjd, flux, fluxerr, mag, magerr, filter, magsys, zp, instrument_name };
      }),
    );
  },
  async classifications(tx, objId) {
    const rows = await listObjClassifications(tx, [objId]);
    return toCsv(
      classificationColumns,
      rows.map((row) => ({
        classification: row.class,
        probability: row.probability,
        ...timesOf(row),
      })),
    );
  },
};

/** The inputs of these kinds, by their names. */
export async function gatherInputs(
  tx: ViewerTx,
  objId: string,
  kinds: readonly AnalysisInput[],
): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {};
  for (const kind of kinds) inputs[kind] = await gatherers[kind](tx, objId);
  return inputs;
}
