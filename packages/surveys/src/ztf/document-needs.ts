import type { DocumentNeeds } from '../survey.ts';
import { OWN_PROPERTIES } from './properties.ts';

type Wanted = DocumentNeeds['detections'];

const EVERYTHING: DocumentNeeds = {
  detections: 'all',
  forced: 'all',
  coordinates: true,
  features: true,
};

/** The union of what filters read of a ZTF document; see `SurveyAdapter.needs`. */
export function documentNeeds(reads: readonly (readonly string[] | null)[]): DocumentNeeds {
  const paths: string[] = [];
  for (const read of reads) {
    if (read === null) return EVERYTHING;
    paths.push(...read);
  }
  return {
    detections: fieldsOf(paths, 'prv_candidates'),
    forced: fieldsOf(paths, 'fp_hists'),
    coordinates: paths.some((path) => path.split('.')[0] === 'coordinates'),
    features: paths.some(isOfLightCurve),
  };
}

function isOfLightCurve(path: string): boolean {
  const [head, property = ''] = path.split('.');
  return head === 'properties' && !OWN_PROPERTIES.has(property);
}

function fieldsOf(paths: readonly string[], array: string): Wanted {
  const fields = new Set<string>();
  for (const path of paths) {
    const [head, ...rest] = path.split('.');
    if (head !== array) continue;
    // `prv_candidates.0.magpsf` names an element first.
    const field = rest.find((part) => !/^\d+$/.test(part));
    if (field === undefined) return 'all';
    fields.add(field);
  }
  return fields.size === 0 ? null : [...fields];
}
