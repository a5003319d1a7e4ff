import {
  areSurveyImagesOn,
  countThumbnails,
  deleteThumbnail,
  findObjs,
  findThumbnailImage,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { presentThumbnail } from './thumbnails.presenter.ts';
import { changeThumbnail, demandThumbnail, storeThumbnail } from './thumbnails.service.ts';

export function bindThumbnailRoutes(bind: Binder): void {
  bindImage(bind);
  bindPaths(bind);

  bind.viewer(routes.getThumbnail, async ({ tx, params }) =>
    presentThumbnail(await demandThumbnail(tx, params.id)),
  );

  bind.viewer(routes.createThumbnail, async ({ tx, viewer, body }) => {
    const id = await storeThumbnail(tx, viewer, {
      objId: body.obj_id,
      data: body.data,
      type: body.ttype,
      survey: body.survey ?? null,
      origin: body.origin ?? null,
      groupIds: body.group_ids ?? null,
    });
    return { id };
  });

  bind.viewer(routes.drawSurveyThumbnails, async ({ tx, body, context }) => {
    const { objID, objIDs = [] } = body;
    await demandObjs(tx, objID === undefined ? objIDs : [objID, ...objIDs]);
    if (context.pictures === null || !(await areSurveyImagesOn(tx))) {
      const message = 'Pictures of public surveys are off here: administrators switch them on.';
      throw new FritzError('not_configured', { message });
    }
    return {};
  });

  bind.viewer(routes.updateThumbnail, async ({ tx, params, body }) => {
    await changeThumbnail(tx, params.id, {
      objId: body.obj_id ?? null,
      type: body.type ?? null,
      survey: body.survey ?? null,
      publicUrl: body.public_url ?? null,
      origin: body.origin ?? null,
      isGrayscale: body.is_grayscale ?? null,
      groupIds: body.group_ids ?? null,
    });
    return {};
  });

  bind.viewer(routes.deleteThumbnail, async ({ tx, params }) => {
    await demandThumbnail(tx, params.id);
    if (!(await deleteThumbnail(tx, params.id))) throw new FritzError('permission_denied');
    return {};
  });
}

function bindImage(bind: Binder): void {
  bind.file(
    routes.getThumbnailImage,
    async ({ tx, params }) => {
      const found = await findThumbnailImage(tx, params.id);
      if (found === null) throw new NotFoundError('picture');
      return { ...found, etag: `"${params.id}-${found.modified_at.getTime()}"` };
    },
    (reply, found, request) => {
      // Who may see it can change: it is asked for each time, and sent where it is another.
      reply
        .header('etag', found.etag)
        .header('cache-control', 'private, no-cache')
        .header('vary', 'cookie, authorization');
      if (request.headers['if-none-match'] === found.etag) return reply.code(304).send();
      return reply.header('content-type', found.media_type).send(found.image);
    },
  );
}

/** Pictures are in the database: all are where they belong. */
async function lookAtFolders(tx: ViewerTx, types = 'new,ref,sub') {
  const total = await countThumbnails(tx, types.split(','));
  return { totalMatches: total, inCorrectFolder: total, inWrongFolder: 0 };
}

function bindPaths(bind: Binder): void {
  bind.viewer(routes.checkThumbnailPaths, async ({ tx, query }) => lookAtFolders(tx, query.types));
  bind.viewer(routes.moveThumbnails, async ({ tx, query }) => lookAtFolders(tx, query.types));
  bind.viewer(routes.sweepThumbnailPaths, async () => ({}));
}

async function demandObjs(tx: ViewerTx, ids: readonly string[]): Promise<void> {
  const found = await findObjs(tx, ids);
  if (ids.some((id) => !found.has(id))) throw new NotFoundError('source');
}
