import type { ObjTagRow, TagOptionRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentTagOption(row: TagOptionRow): Static<typeof routes.getTagOption.response> {
  const { created_at, modified_at, ...rest } = row;
  return { ...rest, created_at: naiveUtc(created_at), modified: naiveUtc(modified_at) };
}

export function presentObjTag(row: ObjTagRow): Static<typeof routes.getObjTag.response> {
  const { option_id, created_at, modified_at, ...rest } = row;
  return {
    ...rest,
    objtagoption_id: option_id,
    created_at: naiveUtc(created_at),
    modified: naiveUtc(modified_at),
  };
}
