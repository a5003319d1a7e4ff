import type {
  AnnotationRow,
  CommentRow,
  SpectrumGroup,
  SpectrumHead,
  SpectrumOwner,
  SpectrumPerson,
  SpectrumRow,
  Viewer,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { presentAnnotation } from '../annotations/annotations.presenter.ts';
import { presentComment } from '../comments/comments.presenter.ts';

type Spectrum = Static<typeof routes.getSourceSpectra.response>['spectra'][number];

/** What belongs to spectra, of several at once. */
export interface SpectrumParts {
  groups: readonly SpectrumGroup[];
  people: readonly SpectrumPerson[];
  owners: readonly SpectrumOwner[];
  comments: readonly CommentRow[];
  annotations: readonly AnnotationRow[];
}

/** A spectrum without its points. */
export function presentSpectrumHead(row: SpectrumHead) {
  return {
    id: row.id,
    obj_id: row.obj_id,
    owner_id: row.owner_id,
    observed_at: naiveUtc(row.observed_at),
    origin: row.origin,
    type: row.type,
    label: row.label,
    instrument_id: row.instrument_id,
    followup_request_id: row.followup_request_id,
    assignment_id: row.assignment_id,
    altdata: row.altdata,
    original_file_filename: row.original_file_filename,
  };
}

export function presentSpectrum(row: SpectrumRow, parts: SpectrumParts, viewer: Viewer): Spectrum {
  const crew = (role: SpectrumPerson['role']) =>
    parts.people.filter((one) => one.spectrum_id === row.id && one.role === role).map(presentUser);
  const owner = parts.owners.find(({ id }) => id === row.owner_id);
  const isOfThis = ({ subject_id }: { subject_id: string }) => subject_id === String(row.id);
  return {
    ...presentSpectrumHead(row),
    wavelengths: row.wavelengths,
    fluxes: row.fluxes,
    errors: row.errors,
    units: row.units,
    obj_internal_key: row.obj_internal_key,
    instrument_name: row.instrument_name,
    telescope_id: row.telescope_id,
    telescope_name: row.telescope_name,
    observed_at_mjd: dateToMjd(row.observed_at),
    groups: parts.groups
      .filter(({ audience_id }) => audience_id === row.audience_id)
      .map(({ id, name, nickname }) => ({ id, name, nickname })),
    pis: crew('pi'),
    reducers: crew('reducer'),
    observers: crew('observer'),
    external_pi: row.external_pi,
    external_reducer: row.external_reducer,
    external_observer: row.external_observer,
    owner: owner ? presentUser(owner) : null,
    comments: parts.comments.filter(isOfThis).map((one) => presentComment(one, viewer)),
    annotations: parts.annotations.filter(isOfThis).map((one) => presentAnnotation(one, viewer)),
    can_change: row.may_change,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

function presentUser({ id, username, first_name, last_name }: SpectrumOwner) {
  return { id, username, first_name, last_name };
}

/**
 * Fluxes divided by the median of their absolute values; where that is 0, by what stands at the middle
 * wavelength, and where that is nothing, too, by nothing.
 */
export function normalizeFluxes(fluxes: readonly (number | null)[]): (number | null)[] {
  const sizes = fluxes.flatMap((flux) => (flux === null ? [] : [Math.abs(flux)]));
  sizes.sort((a, b) => a - b);
  const [low = 0, high = 0] = [sizes[(sizes.length - 1) >> 1], sizes[sizes.length >> 1]];
  const norm = low / 2 + high / 2 || (fluxes[fluxes.length >> 1] ?? 0) || 1;
  return fluxes.map((flux) => {
    const scaled = flux === null ? null : flux / norm;
    return scaled !== null && Number.isFinite(scaled) ? scaled : null;
  });
}
