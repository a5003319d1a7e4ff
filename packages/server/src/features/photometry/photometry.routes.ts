import { findObj, listPhotometry } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { withLinked } from './joint-photometry.service.ts';
import { presentPhotometry } from './photometry.presenter.ts';

export function bindPhotometryRoutes(bind: Binder): void {
  bind.viewer(routes.getPhotometry, async ({ tx, params, query, context }) => {
    if ((await findObj(tx, params.id)) === null) throw new NotFoundError('source');
    const own = await listPhotometry(tx, params.id);
    const points = query.includeSuperObjsPhotometry
      ? await withLinked(tx, context, params.id, own)
      : own;
    return points.map((point) => presentPhotometry(point, query.format ?? 'mag'));
  });
}
