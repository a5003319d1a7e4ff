import {
  findRedshift,
  listObjClassifications,
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

/** What services are given of an object: tables as text, of what the viewer sees. */
const gatherers: Record<AnalysisInput, Gather> = {
  async redshift(tx, objId) {
    const found = await findRedshift(tx, objId);
    return toCsv(['redshift', 'redshift_error', 'redshift_origin'], found ? [{ ...found }] : []);
  },
  // There are none of these here yet: services get the columns that they look for, and no row.
  async spectra() {
    return toCsv(spectrumColumns, []);
  },
  async annotations() {
    return toCsv(['data', 'modified', 'origin', 'created_at'], []);
  },
  async comments() {
    return toCsv(['text', 'bot', 'modified', 'origin', 'created_at'], []);
  },
  async photometry(tx, objId) {
    const points = await listPhotometry(tx, objId);
    return toCsv(
      photometryColumns,
      points.map((point) => ({ ...presentPhotometry(point, 'both') })),
    );
  },
  async classifications(tx, objId) {
    const rows = await listObjClassifications(tx, [objId]);
    return toCsv(
      classificationColumns,
      rows.map((row) => ({
        classification: row.class,
        probability: row.probability,
        created_at: naiveUtc(row.created_at),
        modified: naiveUtc(row.modified_at),
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
