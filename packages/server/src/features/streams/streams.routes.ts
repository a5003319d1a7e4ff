import { addStreamUser, createStream, findStream, listStreams, userExists } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { presentStream, surveyOf } from './streams.presenter.ts';

export function bindStreamRoutes(bind: Binder): void {
  bind.viewer(routes.listStreams, async ({ tx }) => (await listStreams(tx)).map(presentStream));

  bind.viewer(routes.createStream, async ({ tx, body }) => {
    const survey = surveyOf(body.altdata.collection);
    if (survey === undefined) {
      const field = 'altdata.collection';
      throw new InvalidRequestError([{ in: 'body', field, message: 'is no survey known here' }]);
    }
    const programIds = [...new Set(body.altdata.selector)];
    const autoJoin = body.auto_join ?? false;
    return { id: await createStream(tx, { name: body.name, survey, programIds, autoJoin }) };
  });

  bind.viewer(routes.addStreamUser, async ({ tx, params, body }) => {
    if ((await findStream(tx, params.id)) === null) throw new NotFoundError('stream');
    if (!(await userExists(tx, body.user_id))) throw new NotFoundError('user');
    await addStreamUser(tx, params.id, body.user_id);
    return { stream_id: params.id, user_id: body.user_id };
  });
}
