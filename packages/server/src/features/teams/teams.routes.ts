import {
  createTeam,
  deleteTeam,
  listGroups,
  listTeams,
  setTeamGroups,
  type TeamRow,
  updateTeam,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';

export function bindTeamRoutes(bind: Binder): void {
  bind.viewer(routes.listTeams, async ({ tx }) => (await listTeams(tx)).map(presentTeam));

  bind.viewer(routes.getTeam, async ({ tx, params }) =>
    presentTeam(await demandTeam(tx, params.id)),
  );

  bind.viewer(routes.createTeam, async ({ tx, body }) => {
    const { name, description = null, group_ids: groupIds = [] } = body;
    await demandGroups(tx, groupIds);
    const id = await createTeam(tx, { name, description });
    if (id === null) throw nameIsTaken(name);
    await setTeamGroups(tx, id, groupIds);
    return { id };
  });

  bind.viewer(routes.updateTeam, async ({ tx, params, body }) => {
    const { id } = await demandTeam(tx, params.id);
    const { group_ids: groupIds, ...change } = body;
    await demandGroups(tx, groupIds ?? []);
    const others = (await listTeams(tx)).filter((team) => team.id !== id);
    if (others.some(({ name }) => name === change.name)) throw nameIsTaken(change.name);
    await updateTeam(tx, id, change);
    if (groupIds !== undefined) await setTeamGroups(tx, id, groupIds);
    return {};
  });

  bind.viewer(routes.deleteTeam, async ({ tx, params }) => {
    await demandTeam(tx, params.id);
    await deleteTeam(tx, params.id);
    return {};
  });
}

async function demandTeam(tx: ViewerTx, id: number): Promise<TeamRow> {
  const [team] = await listTeams(tx, id);
  if (team === undefined) throw new NotFoundError('team');
  return team;
}

async function demandGroups(tx: ViewerTx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const known = new Set((await listGroups(tx, ids)).map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw new NotFoundError(`group as ${missing}`);
}

function nameIsTaken(name: string | undefined): FritzError {
  return new FritzError('already_exists', { message: `There is a team “${name}” already.` });
}

function presentTeam({ created_at, modified_at, ...team }: TeamRow) {
  return { ...team, created_at: naiveUtc(created_at), modified: naiveUtc(modified_at) };
}
