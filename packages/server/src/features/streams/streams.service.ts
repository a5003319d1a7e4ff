import {
  addStreamUser,
  deleteStream,
  findStream,
  listStreamFilters,
  listStreamGroups,
  removeStreamUser,
  type StreamChange,
  type StreamRow,
  updateStream,
  userExists,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import {
  FritzError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
} from '../../http/fritz-error.ts';
import { surveyOf } from './streams.presenter.ts';

/** A stream that the viewer may read, or take for himself. */
export async function demandStream(tx: ViewerTx, id: number): Promise<StreamRow> {
  const stream = await findStream(tx, id);
  if (stream === null) throw new NotFoundError('stream');
  return stream;
}

/** The survey and the programmes of a stream's selector. */
export function readSelector(altdata: { collection: string; selector: readonly number[] }): {
  survey: string;
  program_ids: number[];
} {
  const survey = surveyOf(altdata.collection);
  if (survey === undefined) {
    const field = 'altdata.collection';
    throw new InvalidRequestError([{ in: 'body', field, message: 'is no survey known here' }]);
  }
  return { survey, program_ids: [...new Set(altdata.selector)] };
}

/** Changes a stream; who reads what is right when the change is. */
export async function changeStream(
  tx: ViewerTx,
  id: number,
  change: StreamChange,
): Promise<StreamRow> {
  await demandStream(tx, id);
  if (!(await updateStream(tx, id, change))) throw new NotFoundError('stream');
  return demandStream(tx, id);
}

/** Deletes a stream that no filter reads. */
export async function removeStream(tx: ViewerTx, id: number): Promise<void> {
  await demandStream(tx, id);
  const filters = await listStreamFilters(tx, id);
  if (filters.length > 0) {
    const names = filters.map(({ name }) => `“${name}”`).join(', ');
    throw new FritzError('stream_in_use', {
      message: `Filters read this stream: ${names}.`,
      details: { filters },
    });
  }
  if (!(await deleteStream(tx, id))) throw new NotFoundError('stream');
}

/** Lets a user read a stream; whoever is no admin takes one for everyone, for himself. */
export async function addUser(
  tx: ViewerTx,
  viewer: Viewer,
  streamId: number,
  userId: number,
): Promise<void> {
  const isAdmin = viewer.acls.has('System admin');
  const stream = await findStream(tx, streamId);
  if (!isAdmin && !(stream?.auto_join && userId === viewer.id)) {
    throw new PermissionError('System admin');
  }
  if (stream === null) throw new NotFoundError('stream');
  if (!(await userExists(tx, userId))) throw new NotFoundError('user');
  await addStreamUser(tx, streamId, userId);
}

/** Takes a stream from a user none of whose groups reads it. */
export async function removeUser(tx: ViewerTx, streamId: number, userId: number): Promise<void> {
  await demandStream(tx, streamId);
  const groups = (await listStreamGroups(tx, streamId, userId)).filter(({ sitewide }) => !sitewide);
  if (groups.length > 0) {
    const names = groups.map(({ name }) => `“${name}”`).join(', ');
    throw new FritzError('stream_needed', {
      message: `Groups of this user read the stream: ${names}. Take him out of them first.`,
      details: { groups: groups.map(({ id, name }) => ({ id, name })) },
    });
  }
  if (!(await removeStreamUser(tx, streamId, userId))) {
    throw new NotFoundError('reader of this stream');
  }
}
