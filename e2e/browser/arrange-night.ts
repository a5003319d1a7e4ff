import { insertRow } from '@fritz/testing';
import type { Stage } from './stage.ts';

/** A run of tonight with the first of the candidates as targets. */
export async function arrangeNight(stage: Stage, targets = 3) {
  const { scanner, group } = stage.cast;
  return stage.arrange(async (client) => {
    const today = new Date();
    const { rows: instruments } = await client.query<{ id: number }>(
      `SELECT id FROM fritz.instruments WHERE name = 'ZTF'`,
    );
    const run = {
      ...{ instrument_id: instruments[0]?.id, group_id: group.id, owner_id: scanner.id },
      ...{ calendar_date: today.toISOString().slice(0, 10), observers: 'Ada', pi: 'Hale' },
      ends_at: new Date(today.getTime() + 40 * 3_600_000),
    };
    const { id } = await insertRow<{ id: number }>(client, 'observing_runs', run, 'id');
    const { rows } = await client.query<{ obj_id: string }>(
      'SELECT DISTINCT obj_id FROM fritz.candidates ORDER BY 1 LIMIT $1',
      [targets],
    );
    for (const { obj_id } of rows) {
      const target = { run_id: id, obj_id, edition: 0, requester_id: scanner.id, priority: 4 };
      await insertRow(client, 'assignments', target, 'id');
    }
    return { runId: id, objIds: rows.map(({ obj_id }) => obj_id) };
  });
}
