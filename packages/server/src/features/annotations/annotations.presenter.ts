import type { AnnotationRow, FilterAnnotationRow, Viewer } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentNote } from '../notes/notes.presenter.ts';

type Annotation = Static<typeof routes.getAnnotation.response>;

export function presentAnnotation(row: AnnotationRow, viewer: Viewer): Annotation {
  return {
    ...presentNote(row, viewer, 'Annotate'),
    origin: row.origin,
    data: row.data,
    filter_id: null,
  };
}

/**
 * What a filter says of an object, as the annotation that Kowalski posted to SkyPortal: with the group
 * and the filter for its origin. Its id is below zero, where no annotation of people's is.
 */
export function presentFilterAnnotation(row: FilterAnnotationRow): Annotation {
  const passedAt = naiveUtc(row.passed_at);
  return {
    id: -Number(row.candidate_id),
    created_at: passedAt,
    modified: passedAt,
    resourceType: 'sources',
    resource_id: row.obj_id,
    obj_id: row.obj_id,
    bot: true,
    author_id: null,
    author: null,
    groups: [{ id: row.group_id, name: row.group_name, nickname: row.group_nickname }],
    can_change: false,
    origin: `${row.group_name}:${row.filter_name}`,
    data: row.data,
    filter_id: row.filter_id,
  };
}
