import {
  type AnnotationRow,
  addAnnotation,
  deleteAnnotation,
  findAnnotation,
  listAnnotationsOf,
  listFilterAnnotations,
  type NoteSubject,
  originIsSeen,
  updateAnnotation,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { chooseAudience, mayChange } from '../notes/audience.service.ts';
import { jsonText } from '../notes/json-value.ts';
import { presentAnnotation, presentFilterAnnotation } from './annotations.presenter.ts';

const maxDataBytes = 900_000;

/** The annotations of several things of a kind: people's, and of sources those of filters, too. */
export async function loadAnnotations(
  tx: ViewerTx,
  viewer: Viewer,
  subjectType: string,
  subjectIds: readonly string[],
) {
  const [rows, byFilters] = await Promise.all([
    listAnnotationsOf(tx, subjectType, subjectIds),
    subjectType === 'sources' ? listFilterAnnotations(tx, subjectIds) : [],
  ]);
  return [
    ...rows.map((row) => presentAnnotation(row, viewer)),
    ...byFilters.map(presentFilterAnnotation),
  ];
}

/** One of them, by its id. */
export async function loadAnnotation(
  tx: ViewerTx,
  viewer: Viewer,
  subject: NoteSubject,
  id: number,
) {
  if (id > 0) return presentAnnotation(await demandAnnotation(tx, subject, id), viewer);
  const byFilters = subject.type === 'sources' ? await listFilterAnnotations(tx, [subject.id]) : [];
  const found = byFilters.map(presentFilterAnnotation).find((one) => one.id === id);
  if (found === undefined) throw new NotFoundError('annotation');
  return found;
}

/** An annotation of people's that the viewer sees. */
export async function demandAnnotation(
  tx: ViewerTx,
  subject: NoteSubject,
  id: number,
): Promise<AnnotationRow> {
  const annotation = await findAnnotation(tx, subject, id);
  if (annotation === null) throw new NotFoundError('annotation');
  return annotation;
}

/** An annotation to be written, or what of one is to change; null stays. */
export interface AnnotationFields<T> {
  origin: string | T;
  data: Record<string, unknown> | T;
  groupIds: readonly number[] | null;
}

/** Annotates something in the viewer's name. */
export async function annotate(
  tx: ViewerTx,
  viewer: Viewer,
  subject: NoteSubject,
  { origin, data, groupIds }: AnnotationFields<never>,
): Promise<number> {
  const text = jsonText('data', data, maxDataBytes);
  await demandFreeOrigin(tx, subject, origin, null);
  const audienceId = await chooseAudience(tx, groupIds, 'everyone');
  return addAnnotation(tx, { subject, authorId: viewer.id, audienceId, origin, data: text });
}

/** Changes an annotation of the viewer's own, or any as System admin. */
export async function changeAnnotation(
  tx: ViewerTx,
  viewer: Viewer,
  annotation: AnnotationRow,
  { origin, data, groupIds }: AnnotationFields<null>,
): Promise<void> {
  demandAuthor(viewer, annotation);
  const { subject_type: type, subject_id: id } = annotation;
  const change = {
    ...(origin === null ? {} : { origin }),
    ...(data === null ? {} : { data: jsonText('data', data, maxDataBytes) }),
    ...(groupIds && groupIds.length > 0
      ? { audience_id: await chooseAudience(tx, groupIds, 'everyone') }
      : {}),
  };
  if (origin !== null) await demandFreeOrigin(tx, { type, id }, origin, annotation.id);
  if (Object.keys(change).length === 0) return;
  if (!(await updateAnnotation(tx, annotation.id, change))) throw new FritzError('not_author');
}

/** Deletes an annotation of the viewer's own, or any as System admin. */
export async function removeAnnotation(
  tx: ViewerTx,
  viewer: Viewer,
  annotation: AnnotationRow,
): Promise<void> {
  demandAuthor(viewer, annotation);
  if (!(await deleteAnnotation(tx, annotation.id))) throw new FritzError('not_author');
}

function demandAuthor(viewer: Viewer, annotation: AnnotationRow): void {
  if (!mayChange(viewer, annotation.author.id)) throw new FritzError('not_author');
}

/** Refuses an origin that the viewer sees used; one that only hidden annotations have is free. */
async function demandFreeOrigin(
  tx: ViewerTx,
  subject: NoteSubject,
  origin: string,
  ownId: number | null,
): Promise<void> {
  if (!(await originIsSeen(tx, subject, origin, ownId))) return;
  throw new FritzError('already_exists', {
    message: `There is an annotation of “${origin}” already: change it instead.`,
  });
}
