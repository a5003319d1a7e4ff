import { mostSourceNews, type SourceNewsRow } from '@fritz/archive';
import { type RefreshSources, type SourcePart, sourceParts } from '@fritz/contract';

/** What changed of which source, as it is pushed: names alone, of what the viewer sees. */
export function sourcesMessage(rows: readonly SourceNewsRow[]): RefreshSources {
  const parts = new Map<string, SourcePart[]>();
  for (const row of rows.slice(0, mostSourceNews)) {
    const part = sourceParts.find((known) => known === row.part);
    if (part === undefined) continue;
    const known = parts.get(row.obj_id);
    if (known === undefined) parts.set(row.obj_id, [part]);
    else known.push(part);
  }
  return {
    actionType: 'fritz/REFRESH_SOURCES',
    payload: {
      sources: [...parts].map(([objId, changed]) => ({ obj_id: objId, parts: changed })),
      more: rows.length > mostSourceNews,
    },
  };
}
