import { findObj, listPhotometry } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentPhotometry } from './photometry.presenter.ts';

export function bindPhotometryRoutes(bind: Binder): void {
  bind.viewer(routes.getPhotometry, async ({ tx, params, query }) => {
    if ((await findObj(tx, params.id)) === null) throw new NotFoundError('source');
    const points = await listPhotometry(tx, params.id);
    return points.map((point) => presentPhotometry(point, query.format ?? 'mag'));
  });
}
