import type { FollowupState } from '@fritz/archive';
import type { Facility, Order, Word } from '../facility.ts';
import { numberOr, textOf, textsOf } from '../form-fields.ts';
import { demandClear, demandCredential, type Line, wordsOf } from '../line.ts';
import { mixedMode, sedmForm, sedmModes } from './sedm.form.ts';

/** SEDM takes names of this length. */
const mostNameChars = 26;
/** Acquisition, focus and read-out of a spectrum. */
const overheadS = 300;
const usualSpectrumS = 3600;
const imageS = 180;

interface Parts {
  filters: string;
  hasSpectrum: boolean;
}

function partsOf(payload: Readonly<Record<string, unknown>>): Parts {
  const mode = textOf(payload, 'observation_type');
  if (mode !== mixedMode) return sedmModes[mode] ?? { filters: '', hasSpectrum: true };
  const choices = textsOf(payload, 'observation_choices');
  return {
    filters: choices.filter((one) => one !== 'IFU').join(','),
    hasSpectrum: choices.includes('IFU'),
  };
}

/** What SEDM's queue is told, in its words. */
function sedmRequest(order: Order, status: 'new' | 'edit' | 'delete') {
  const { payload, requester, magnitudes } = order;
  const { filters, hasSpectrum } = partsOf(payload);
  const prior = magnitudes.flatMap(({ band, mjd, mag }) => {
    if (!/^ztf[gri]$/.test(band)) return [];
    const obsdate = new Date((mjd - 40_587) * 86_400_000).toISOString().slice(0, 10);
    return [[band.slice(-1), { jd: mjd + 2_400_000.5, mag, obsdate }] as const];
  });
  return {
    Filters: filters,
    Followup: hasSpectrum ? 'IFU' : '',
    email: requester.email ?? '',
    startdate: textOf(payload, 'start_date'),
    enddate: textOf(payload, 'end_date'),
    prior_photometry: Object.fromEntries(prior),
    priority: numberOr(payload, 'priority', 1),
    exptime: numberOr(payload, 'exposure_time', usualSpectrumS),
    maxairmass: numberOr(payload, 'maximum_airmass', 2.8),
    max_fwhm: numberOr(payload, 'maximum_fwhm', 10),
    programname: order.groupName,
    requestid: order.requestId,
    sourceid: order.objId.slice(0, mostNameChars),
    sourcename: order.objId.slice(0, mostNameChars),
    status,
    username: requester.username,
    ra: order.ra,
    dec: order.dec,
  };
}

async function tell(order: Order, line: Line, status: 'new' | 'edit' | 'delete'): Promise<Word> {
  const answer = await line.say({
    method: 'POST',
    url: demandCredential(order.credentials, 'endpoint'),
    files: { jsonfile: JSON.stringify(sedmRequest(order, status)) },
  });
  demandClear(answer);
  // It answers 200 to what it refuses, too: the word decides.
  if (answer.status === 200 && /accepted/i.test(answer.text)) {
    return { kind: 'taken', words: 'submitted' };
  }
  return { kind: 'refused', words: `rejected: ${wordsOf(answer)}` };
}

const meanings: readonly (readonly [RegExp, FollowupState])[] = [
  [/complete|reduced|spectrum|delivered/i, 'completed'],
  [/observed|exposed|taken/i, 'observed'],
  [/expired/i, 'expired'],
  [/fail|abort|bad/i, 'failed'],
  [/reject|refus|denied|invalid/i, 'rejected'],
  [/delet|cancel|withdrawn/i, 'cancelled'],
  [/accept|active|queue|schedul|pending|submitted/i, 'accepted'],
];

/** The Spectral Energy Distribution Machine at Palomar's 60-inch: a queue, which calls back. */
export const sedm: Facility = {
  name: 'SEDMAPI',
  title: 'SEDM',
  form: sedmForm,
  credentialsForm: {
    type: 'object',
    properties: { endpoint: { type: 'string', title: 'Address of the queue' } },
    required: ['endpoint'],
  },
  // To edit what it has changes nothing, and what it has not it refuses: so it tells whether it has it.
  remembers: () => 'lookup',
  hours(payload) {
    const { filters, hasSpectrum } = partsOf(payload);
    const images = filters === '' ? 0 : filters.split(',').length;
    const spectrumS = numberOr(payload, 'exposure_time', usualSpectrumS) + overheadS;
    return (images * imageS + (hasSpectrum ? spectrumS : 0)) / 3600;
  },
  submit: (order, line) => tell(order, line, 'new'),
  update: (order, line) => tell(order, line, 'edit'),
  async cancel(order, line) {
    const word = await tell(order, line, 'delete');
    return word.kind === 'taken' ? { ...word, words: 'deleted' } : word;
  },
  async find(order, line) {
    const word = await tell(order, line, 'edit');
    return word.kind === 'taken' ? word : null;
  },
  meaning: (word) => meanings.find(([pattern]) => pattern.test(word))?.[1] ?? null,
};
