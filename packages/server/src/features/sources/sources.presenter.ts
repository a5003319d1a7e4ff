import type { ObjRow, SavedRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Source = Static<typeof routes.getSource.response>;

export function presentSource(obj: ObjRow, saved: readonly SavedRow[]): Source {
  return {
    id: obj.id,
    survey: obj.survey,
    ra: obj.ra,
    dec: obj.dec,
    created_at: naiveUtc(obj.created_at),
    groups: saved.map((row) => ({
      id: row.group_id,
      name: row.name,
      nickname: row.nickname,
      active: true,
      saved_at: naiveUtc(row.saved_at),
      saved_by:
        row.saver_id === null || row.saver === null
          ? null
          : { id: row.saver_id, username: row.saver },
    })),
  };
}
