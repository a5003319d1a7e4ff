import { addInterest, type InterestRow, listInterests, removeInterest } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandObj } from '../sources/sources.service.ts';

export function bindSourceInterestRoutes(bind: Binder): void {
  bind.viewer(routes.listSourceInterests, async ({ tx, params }) => {
    await demandObj(tx, params.id);
    return (await listInterests(tx, params.id)).map(presentInterest);
  });

  bind.viewer(routes.addSourceInterest, async ({ tx, params, body }) => {
    await demandObj(tx, params.id);
    const { title, description = null, link = null } = body;
    const wish = { objId: params.id, title: title.trim(), description, link: link || null };
    return { id: await addInterest(tx, wish) };
  });

  bind.viewer(routes.removeSourceInterest, async ({ tx, params }) => {
    const removed = await removeInterest(tx, params.id, params.interest_id);
    if (removed === null) throw new NotFoundError('interest');
    if (!removed) throw new FritzError('not_author');
    return {};
  });
}

function presentInterest(row: InterestRow) {
  const { id, obj_id, user_id, title, description, link, username, first_name, last_name } = row;
  return {
    ...{ id, obj_id, user_id, title, description, link },
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    user: {
      ...{ id: user_id, username, first_name, last_name, is_bot: row.is_bot },
      gravatar_url: null,
    },
  };
}
