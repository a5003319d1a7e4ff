import type { PhotometryPoint } from '../../../api/types.ts';

/** A linked object of another survey. */
export type LinkedObject = { readonly obj_id: string; readonly survey: string };

/** The surveys of the linked objects, as people name them, by the objects' ids. */
export type LinkedSurveys = ReadonlyMap<string, string>;

/** As people name it: ZTF's and the others' names are abbreviations. */
export function surveyTitle(survey: string): string {
  return survey.toUpperCase();
}

/** Shapes that surround the points of other surveys: colour and inner shape are the band's. */
export type SurveyFrame = 'circle' | 'square' | 'diamond' | 'triangle';

const FRAMES: Readonly<Record<string, SurveyFrame>> = {
  LSST: 'circle',
  WINTER: 'square',
  PGIR: 'diamond',
};
const SIGNS: Readonly<Record<SurveyFrame, string>> = {
  circle: '◯',
  square: '□',
  diamond: '◇',
  triangle: '△',
};

export function surveyFrame(title: string): SurveyFrame {
  return FRAMES[title] ?? 'triangle';
}

/** How a survey's points are told apart, in a legend. */
export function surveySign(title: string): string {
  return SIGNS[surveyFrame(title)];
}

export function linkedSurveys(linked: readonly LinkedObject[]): LinkedSurveys {
  return new Map(linked.map(({ obj_id: id, survey }) => [id, surveyTitle(survey)]));
}

/** The surveys that have points, the object's own first. */
export function listSurveys(
  rows: readonly Pick<PhotometryPoint, 'obj_id'>[],
  own: string,
  linked: LinkedSurveys,
): readonly string[] {
  const others = new Set(rows.flatMap(({ obj_id: id }) => linked.get(id) ?? []));
  return [own, ...[...others].sort()];
}
