import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { search } from './search.service.ts';

export function bindSearchRoutes(bind: Binder): void {
  bind.viewer(routes.searchEverything, async ({ tx, query }) => search(tx, query));
}
