import { addLabels, castVote, removeLabels, withdrawVote } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { findAddressees } from '../groups/addressees.ts';
import { demandObj } from '../sources/sources.service.ts';
import { demandClassification } from './classifications.service.ts';

/** Votes on classifications, and labels: "I looked at it". */
export function bindVoteRoutes(bind: Binder): void {
  bind.viewer(routes.castVote, async ({ tx, params, body }) => {
    await demandClassification(tx, params.id);
    await castVote(tx, params.id, body.vote);
    return {};
  });

  bind.viewer(routes.withdrawVote, async ({ tx, params }) => {
    await demandClassification(tx, params.id);
    if (!(await withdrawVote(tx, params.id))) throw new NotFoundError('vote of yours');
    return {};
  });

  bind.viewer(routes.addLabels, async ({ tx, viewer, params, body }) => {
    await demandObj(tx, params.id);
    const { groupIds } = await findAddressees(tx, viewer, body.groupIds);
    await addLabels(tx, params.id, groupIds);
    return {};
  });

  bind.viewer(routes.removeLabels, async ({ tx, viewer, params, body }) => {
    await demandObj(tx, params.id);
    const { groupIds } = await findAddressees(tx, viewer, body.groupIds);
    await removeLabels(tx, params.id, groupIds);
    return {};
  });
}
