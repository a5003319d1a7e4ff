import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { loadAccess } from './access.service.ts';

export function bindAccessRoutes(bind: Binder): void {
  bind.viewer(routes.getAccess, async ({ tx, params }) => loadAccess(tx, params.kind, params.id));
}
