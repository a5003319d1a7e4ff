import { type NoteSubject, subjectIsSeen, type ViewerTx } from '@fritz/archive';
import { NotFoundError } from '../../http/fritz-error.ts';

/** The words by which people call the kinds of subjects. */
const words: Readonly<Record<string, string>> = {
  sources: 'source',
  spectra: 'spectrum',
  photometry: 'photometry point',
};

/** A subject that the viewer sees. */
export async function demandSubject(
  tx: ViewerTx,
  params: { resource_type: string; resource_id: string },
): Promise<NoteSubject> {
  const subject = { type: params.resource_type, id: params.resource_id };
  if (await subjectIsSeen(tx, subject)) return subject;
  throw new NotFoundError(words[subject.type] ?? subject.type);
}
