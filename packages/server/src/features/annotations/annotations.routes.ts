import { listAnnotationVersions } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentVersion } from '../notes/notes.presenter.ts';
import { demandSubject } from '../notes/subject.service.ts';
import { demandObj } from '../sources/sources.service.ts';
import {
  annotate,
  changeAnnotation,
  demandAnnotation,
  loadAnnotation,
  loadAnnotations,
  removeAnnotation,
} from './annotations.service.ts';
import { annotateFromCatalog } from './catalog-annotations.service.ts';

export function bindAnnotationRoutes(bind: Binder): void {
  bind.viewer(routes.listAnnotations, async ({ tx, viewer, params }) => {
    const subject = await demandSubject(tx, params);
    return loadAnnotations(tx, viewer, subject.type, [subject.id]);
  });

  bind.viewer(routes.getAnnotation, async ({ tx, viewer, params }) => {
    const subject = await demandSubject(tx, params);
    return loadAnnotation(tx, viewer, subject, params.annotation_id);
  });

  bind.viewer(routes.getAnnotationHistory, async ({ tx, params }) => {
    const subject = await demandSubject(tx, params);
    const { id } = await demandAnnotation(tx, subject, params.annotation_id);
    const rows = await listAnnotationVersions(tx, id);
    return rows.map((row) => ({ ...presentVersion(row), origin: row.origin, data: row.data }));
  });

  bind.viewer(routes.createAnnotation, async ({ tx, viewer, params, body }) => {
    const subject = await demandSubject(tx, params);
    const { origin, data, group_ids: groupIds = null } = body;
    return { annotation_id: await annotate(tx, viewer, subject, { origin, data, groupIds }) };
  });

  bind.viewer(routes.annotateFromCatalog, async ({ tx, viewer, params, body, context }) => {
    const obj = await demandObj(tx, params.id);
    const wish = { ...body, service: params.service };
    const asked = { tx, viewer, now: context.now() };
    return { annotation_ids: await annotateFromCatalog(asked, obj, wish) };
  });

  bind.viewer(routes.updateAnnotation, async ({ tx, viewer, params, body }) => {
    const subject = await demandSubject(tx, params);
    const annotation = await demandAnnotation(tx, subject, params.annotation_id);
    const { origin = null, data = null, group_ids: groupIds = null } = body;
    await changeAnnotation(tx, viewer, annotation, { origin, data, groupIds });
    return {};
  });

  bind.viewer(routes.deleteAnnotation, async ({ tx, viewer, params }) => {
    const subject = await demandSubject(tx, params);
    await removeAnnotation(tx, viewer, await demandAnnotation(tx, subject, params.annotation_id));
    return {};
  });
}
