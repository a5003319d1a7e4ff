import type {
  AlertScore,
  AlertSummary,
  AnnotationRow,
  ClassificationRow,
  CommentRow,
  LabelRow,
  ObjTagRow,
  PassingRow,
  PhotometryRow,
  SavedRow,
  ThumbnailRow,
  Viewer,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { icrsToGalactic, mjdToIso } from '@fritz/sky';
import { presentComment } from '../comments/comments.presenter.ts';
import { presentPhotometry } from '../photometry/photometry.presenter.ts';
import { presentThumbnail } from '../thumbnails/thumbnails.presenter.ts';

export type Candidate = Static<typeof routes.getCandidate.response>;

/** What is known of one object of a page; `passing` is newest first and not empty. */
export interface CandidateParts {
  newest: PassingRow;
  passing: readonly PassingRow[];
  saved: readonly SavedRow[];
  alerts: AlertSummary | undefined;
  /** Of the newest alert. */
  scores: readonly AlertScore[];
  annotations: readonly AnnotationRow[];
  classifications: readonly ClassificationRow[];
  tags: readonly ObjTagRow[];
  /** Who scanned it, and the viewer's lists that it is on. */
  labels: readonly LabelRow[];
  lists: readonly string[];
  /** Where they are asked for. */
  photometry?: readonly PhotometryRow[];
  comments?: readonly CommentRow[];
  spectra?: NonNullable<Candidate['spectra']>;
  thumbnails?: readonly ThumbnailRow[];
}

export function presentCandidate(parts: CandidateParts, viewer: Viewer): Candidate {
  const { newest, passing, saved, alerts, scores, photometry, comments, spectra } = parts;
  const { thumbnails } = parts;
  const galactic = icrsToGalactic(newest);
  const lastMjd = alerts?.last_detected_mjd ?? null;
  return {
    id: newest.obj_id,
    survey: newest.survey,
    ra: newest.ra,
    dec: newest.dec,
    redshift: newest.redshift,
    tns_name: newest.tns_name,
    transient: newest.transient,
    varstar: newest.varstar,
    score: newest.score,
    gal_lon: galactic.l,
    gal_lat: galactic.b,
    filter_ids: passing.map((row) => row.filter_id),
    passing_group_ids: [...new Set(passing.map((row) => row.group_id))],
    passing_alerts: passing.map((row) => ({
      filter_id: row.filter_id,
      passing_alert_id: row.candid,
      passed_at: naiveUtc(row.passed_at),
    })),
    candid: newest.candid,
    programid: alerts?.program_id ?? null,
    last_passed_at: naiveUtc(newest.passed_at),
    is_source: saved.length > 0,
    saved_groups: saved.map((row) => ({ id: row.group_id, name: row.name })),
    annotations: [...passing.flatMap(presentAnnotation), ...parts.annotations.map(presentNoted)],
    classifications: parts.classifications.map(presentClassification),
    tags: parts.tags.map(({ id, name, color }) => ({ id, name, color })),
    scores: { drb: alerts?.drb ?? null, rb: alerts?.rb ?? null },
    classifiers: scores.map(({ name, version, state, score, reason }) => {
      return { name, version, state, score, reason };
    }),
    explanations: passing.flatMap(presentExplanation),
    detections: alerts?.detections ?? 0,
    last_detected_at: lastMjd === null ? null : mjdToIso(lastMjd),
    last_detected_mjd: lastMjd,
    last_mag: alerts?.mag ?? null,
    last_band: alerts?.band ?? null,
    solar_system: presentRock(alerts?.solarSystem ?? null),
    lists: [...parts.lists],
    labellers: parts.labels.map(presentLabel),
    ...(photometry
      ? { photometry: photometry.map((point) => presentPhotometry(point, { format: 'mag' })) }
      : {}),
    ...(spectra ? { spectra } : {}),
    ...(thumbnails ? { thumbnails: thumbnails.map(presentThumbnail) } : {}),
    ...(comments ? { comments: comments.map((row) => presentComment(row, viewer)) } : {}),
  };
}

function presentRock(rock: AlertSummary['solarSystem'] | null): Candidate['solar_system'] {
  return rock ? { name: rock.name, distance_arcsec: rock.distanceArcsec, mag: rock.mag } : null;
}

function presentLabel(row: LabelRow): Candidate['labellers'][number] {
  return {
    user_id: row.labeller_id,
    username: row.username,
    group_id: row.group_id,
    created_at: naiveUtc(row.created_at),
  };
}

/** What people and programs wrote. */
function presentNoted({ origin, data, groups }: AnnotationRow): Candidate['annotations'][number] {
  return { origin, data, filter_id: null, group_ids: groups.map((group) => group.id) };
}

function presentClassification(row: ClassificationRow): Candidate['classifications'][number] {
  return {
    id: row.id,
    classification: row.class,
    taxonomy_id: row.taxonomy_id,
    taxname: row.taxonomy_name,
    probability: row.probability,
    ml: row.ml,
    origin: row.origin,
    author_name: row.author_name,
    created_at: naiveUtc(row.created_at),
  };
}

/** Of what passed a filter here; what was posted has no pipeline that could be explained. */
function presentExplanation(row: PassingRow): Candidate['explanations'] {
  if (row.candid === null || row.is_posted) return [];
  const url = `/api/filters/${row.filter_id}/explain?candid=${row.candid}`;
  return [{ filter_id: row.filter_id, url }];
}

/** Kowalski named an annotation's origin after the group and the filter that made it. */
function presentAnnotation(row: PassingRow): Candidate['annotations'] {
  const data = annotationsOf(row.output);
  if (data === null) return [];
  return [
    {
      origin: `${row.group_name}:${row.filter_name}`,
      data,
      filter_id: row.filter_id,
      group_ids: [row.group_id],
    },
  ];
}

/** The `annotations` of a filter's output; null where it made none. */
function annotationsOf(output: unknown): Record<string, unknown> | null {
  if (typeof output !== 'object' || output === null || !('annotations' in output)) return null;
  const { annotations } = output;
  if (typeof annotations !== 'object' || annotations === null) return null;
  return Array.isArray(annotations) ? null : { ...annotations };
}
