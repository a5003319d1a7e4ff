import { type Archive, actFor, type FollowupJob } from '@fritz/archive';
import type { DeliveredPhotometry } from '../facilities/facility.ts';
import { SetupError } from '../facilities/line.ts';
import { putUpload } from '../features/photometry/uploads.service.ts';
import type { LoadedOrder } from './followup-order.ts';

/** Stores photometry that came of a request, as an upload of whoever asked for it, for its target groups. */
export async function deliver(
  { archive, workKey }: { archive: Archive; workKey: string },
  job: FollowupJob,
  { order, instrumentId, targetGroupIds }: LoadedOrder,
  photometry: DeliveredPhotometry,
): Promise<void> {
  await archive.asViewer(null, async (tx) => {
    const viewer = await actFor(tx, workKey, job.user_id);
    if (viewer === null) throw new SetupError('the account of whoever asked for it has ended');
    const fields = {
      ...photometry,
      obj_id: order.objId,
      instrument_id: instrumentId,
      group_ids: targetGroupIds,
      followup_request_id: job.request_id,
    };
    await putUpload({ tx, viewer, dust: null, fields });
  });
}
