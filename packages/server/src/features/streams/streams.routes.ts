import { createStream, listStreamGroups, listStreamUsers, streamsReading } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentStream } from './streams.presenter.ts';
import {
  addUser,
  changeStream,
  demandStream,
  readSelector,
  removeStream,
  removeUser,
} from './streams.service.ts';

export function bindStreamRoutes(bind: Binder): void {
  bind.read(
    routes.listStreams,
    () => streamsReading,
    (streams) => streams.map(presentStream),
  );

  bind.viewer(routes.getStream, async ({ tx, viewer, params }) => {
    const stream = presentStream(await demandStream(tx, params.id));
    if (!viewer.acls.has('System admin')) return stream;
    const groups = await listStreamGroups(tx, params.id);
    return {
      ...stream,
      users: await listStreamUsers(tx, params.id),
      groups: groups.map(({ id, name }) => ({ id, name })),
    };
  });

  bind.viewer(routes.createStream, async ({ tx, body }) => {
    const { survey, program_ids: programIds } = readSelector(body.altdata);
    const autoJoin = body.auto_join ?? false;
    return { id: await createStream(tx, { name: body.name.trim(), survey, programIds, autoJoin }) };
  });

  bind.viewer(routes.updateStream, async ({ tx, params, body }) => {
    const stream = await changeStream(tx, params.id, {
      ...(body.name === undefined ? {} : { name: body.name.trim() }),
      ...(body.altdata === undefined ? {} : readSelector(body.altdata)),
      ...(body.auto_join === undefined ? {} : { auto_join: body.auto_join }),
    });
    return presentStream(stream);
  });

  bind.viewer(routes.deleteStream, async ({ tx, params }) => {
    await removeStream(tx, params.id);
    return {};
  });

  bind.viewer(routes.addStreamUser, async ({ tx, viewer, params, body }) => {
    await addUser(tx, viewer, params.id, body.user_id);
    return { stream_id: params.id, user_id: body.user_id };
  });

  bind.viewer(routes.removeStreamUser, async ({ tx, params }) => {
    await removeUser(tx, params.id, params.user_id);
    return {};
  });
}
