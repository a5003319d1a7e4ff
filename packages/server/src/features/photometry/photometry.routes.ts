import { deletePhotometry, findObj, listPhotometryOrigins } from '@fritz/archive';
import { type photometryFile, routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { copyPhotometry } from './copy-photometry.service.ts';
import { presentPhotometry } from './photometry.presenter.ts';
import { findRange } from './photometry-range.ts';
import { loadView } from './photometry-view.ts';
import { changePoint, demandPoint, removePoint, removeUpload } from './points.service.ts';
import { bindSourcePhotometry } from './source-photometry.routes.ts';
import { readUploadFile } from './upload-file.ts';
import { postUpload, putUpload } from './uploads.service.ts';
import { bindValidations } from './validations.routes.ts';

export function bindPhotometryRoutes(bind: Binder): void {
  bindSourcePhotometry(bind);
  bindUploads(bind);
  bindPoints(bind);
  bindValidations(bind);

  bind.viewer(routes.getPhotometryRange, async ({ tx, query }) => {
    const points = await findRange(tx, query);
    const { format = 'mag', magsys = 'ab' } = query;
    const view = await loadView(tx, points, { format, magsys }, null);
    return points.map((point) => presentPhotometry(point, view));
  });

  bind.viewer(routes.listPhotometryOrigins, ({ tx }) => listPhotometryOrigins(tx));
}

function bindUploads(bind: Binder): void {
  bind.viewer(routes.postPhotometry, ({ tx, viewer, body, context }) =>
    postUpload({ tx, viewer, dust: context.dust, fields: body }),
  );
  bind.viewer(routes.putPhotometry, ({ tx, viewer, body, query, context }) =>
    putUpload(
      { tx, viewer, dust: context.dust, fields: body },
      {
        ignoreFlux: query.duplicate_ignore_flux ?? false,
        overwriteFlux: query.overwrite_flux ?? false,
      },
    ),
  );
  bind.viewer(routes.copyPhotometry, ({ tx, viewer, params, body }) =>
    copyPhotometry(tx, viewer, {
      fromId: body.origin_id,
      toId: params.id,
      groupIds: body.group_ids,
    }),
  );
  bindFileUploads(bind);
  bind.viewer(routes.deletePhotometryUpload, async ({ tx, params }) => ({
    deleted: await removeUpload(tx, params.upload_id),
  }));
}

function bindFileUploads(bind: Binder): void {
  bind.viewer(routes.postPhotometryFile, async ({ tx, viewer, body, context }) =>
    postUpload({ tx, viewer, dust: context.dust, fields: await fieldsOfFile(body) }),
  );
  bind.viewer(routes.putPhotometryFile, async ({ tx, viewer, body, context }) =>
    putUpload({ tx, viewer, dust: context.dust, fields: await fieldsOfFile(body) }),
  );
}

/** What a file has a column for is the file's to say. */
async function fieldsOfFile({
  file,
  file_format,
  filename: _name,
  columns,
  ...given
}: Static<typeof photometryFile>) {
  return { ...given, ...(await readUploadFile({ file, file_format, columns })) };
}

function bindPoints(bind: Binder): void {
  bind.viewer(routes.getPhotometryPoint, async ({ tx, params, query }) => {
    const point = await demandPoint(tx, params.id);
    const { format = 'mag', magsys = 'ab' } = query;
    return presentPhotometry(point, await loadView(tx, [point], { format, magsys }, null));
  });
  bind.viewer(routes.updatePhotometryPoint, async ({ tx, viewer, params, body, context }) => {
    const { id } = params;
    await changePoint({ tx, viewer, dust: context.dust, id, change: body });
    return { id };
  });
  bind.viewer(routes.deletePhotometryPoint, async ({ tx, viewer, params }) => {
    await removePoint(tx, viewer, params.id);
    return { id: params.id };
  });
  bind.viewer(routes.deleteSourcePhotometry, async ({ tx, params }) => {
    if ((await findObj(tx, params.id)) === null) throw new NotFoundError('source');
    return { deleted: await deletePhotometry(tx, { objId: params.id }) };
  });
}
