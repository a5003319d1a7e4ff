import { listSummaries } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { demandObj } from '../sources/sources.service.ts';

export function bindSummaryRoutes(bind: Binder): void {
  bind.viewer(routes.listObjSummaries, async ({ tx, params }) => {
    await demandObj(tx, params.id);
    return (await listSummaries(tx, [params.id])).map((row) => ({
      summary: row.summary,
      is_bot: row.is_bot,
      set_by_user_id: row.set_by,
      set_at_utc: naiveUtc(row.set_at),
    }));
  });
}
