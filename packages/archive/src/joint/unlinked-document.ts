import { addJointHistory, JointCurves, NOTHING_JOINT, type SeenAlert } from '@fritz/surveys';
import type { DocumentOf } from '../replay/past-documents.ts';

/** Documents of an alert that is not from the archive: with its object nothing is linked. */
export function unlinkedDocument(
  survey: string,
  alert: Pick<SeenAlert, 'jd'>,
  documentOf: (programIds: ReadonlySet<number>) => Record<string, unknown>,
): DocumentOf {
  return (programIds, joint = null) => {
    const document = documentOf(programIds);
    if (joint !== null) {
      const curves = new JointCurves(new Map());
      addJointHistory(document, alert, { survey, look: NOTHING_JOINT, curves, programIds, joint });
    }
    return document;
  };
}
