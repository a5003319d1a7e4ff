import { type Archive, createWorkKey, openArchive, withClient } from '@fritz/archive';
import { createInstrument, createTelescope, type TestUser } from '@fritz/testing';
import { CredentialSafe } from '../src/credentials/credential-safe.ts';
import { FollowupRules } from '../src/jobs/followup-rules.ts';
import { FollowupSender } from '../src/jobs/followup-sender.ts';
import type { MailRoom } from '../src/mail/mail-room.ts';
import { AddressGuard } from '../src/outbound/address-guard.ts';
import { arrangeWorld, call, type Harness, type World } from './harness.ts';

/** A server, somebody's allocations, and the sender, driven round by round. */
export interface FollowupStage {
  harness: Harness;
  world: World;
  archive: Archive;
  sender: FollowupSender;
  /** What filters want to be asked for, driven round by round. */
  rules: FollowupRules;
  workKey: string;
  /** What was written down as going wrong. */
  warnings: object[];
  /** An allocation on an instrument of its own with this interface. */
  allocate(api: string, credentials: object, change?: Allocating): Promise<Allocated>;
  /** Rounds until nothing waits to be told; what is due later is due now, each poll once more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface Allocated {
  allocationId: number;
  instrumentId: number;
}

interface Allocating {
  instrument?: Record<string, unknown>;
  telescope?: Record<string, unknown>;
  allocation?: Record<string, unknown>;
}

/** Sets up what tests of requests need. */
export async function followupStage(
  harness: Harness,
  parts: { timeoutMs?: number; atOnce?: number; mail?: MailRoom } = {},
): Promise<FollowupStage> {
  const world = await harness.arrange(arrangeWorld);
  const archive = openArchive({ ...harness.database.app, max: 8 });
  const workKey = await withClient(harness.database.owner, createWorkKey);
  const warnings: object[] = [];
  const credentials = new CredentialSafe('a secret of the tests');
  const log = { warn: (told: object) => warnings.push(told) };
  const context = { credentials, now: () => new Date() };
  const rules = new FollowupRules({ archive, workKey, context, log });
  const sender = new FollowupSender({
    ...{ archive, workKey, credentials, log },
    guard: new AddressGuard(['127.0.0.1']),
    timeoutMs: 300,
    atOnce: 12,
    ...parts,
  });
  const hurry = () =>
    harness.arrange((client) => client.query('UPDATE fritz.followup_jobs SET due_at = now()'));
  const waiting = async () => {
    const { rows } = await harness.arrange((client) =>
      client.query<{ all: number; asked: number }>(
        `SELECT count(*)::int AS all, (count(*) FILTER (WHERE kind <> 'poll'))::int AS asked
          FROM fritz.followup_jobs`,
      ),
    );
    return rows[0] ?? { all: 0, asked: 0 };
  };
  return {
    ...{ harness, world, archive, sender, rules, workKey, warnings },
    async allocate(api, credentials, { instrument = {}, telescope = {}, allocation = {} } = {}) {
      const instrumentId = await harness.arrange(async (client) => {
        const { id } = await createTelescope(client, telescope);
        const columns = { api_classname: api, telescope_id: id, ...instrument };
        return (await createInstrument(client, { columns })).id;
      });
      const { id: allocationId } = await call(harness, 'createAllocation', {
        as: world.admin,
        body: {
          group_id: world.group.id,
          instrument_id: instrumentId,
          hours_allocated: 100,
          types: ['triggered', 'forced_photometry'],
          _altdata: credentials,
          ...allocation,
        },
      });
      return { allocationId, instrumentId };
    },
    async settle() {
      for (let turn = 0; turn < 12; turn++) {
        await hurry();
        const { all, asked } = await waiting();
        for (let done = 0; done < all; ) done += Math.max(1, await sender.round());
        // Polls go on for ever: each is done once.
        if (asked === 0) return;
      }
    },
    async close() {
      sender.close();
      await archive.close();
    },
  };
}

/** A form of SEDM's, filled in. */
export const sedmPayload = {
  observation_type: 'IFU',
  priority: 3,
  start_date: new Date().toISOString().slice(0, 10),
  end_date: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
};

/** A form of the generic interface, filled in. */
export const genericPayload = {
  observation_choices: ['ztfg'],
  exposure_time: 36,
  exposure_counts: 1,
  maximum_airmass: 3,
  minimum_lunar_distance: 30,
  priority: 1,
  start_date: sedmPayload.start_date,
  end_date: sedmPayload.end_date,
};

/** Asks for something, and what it is then. */
export async function askFor(
  { harness, world }: FollowupStage,
  allocationId: number,
  payload: object,
  { as = world.member, ...more }: { as?: TestUser } & Record<string, unknown> = {},
): Promise<number> {
  const body = { obj_id: world.objId, allocation_id: allocationId, payload, ...more };
  const { id } = await call(harness, 'createFollowupRequest', { as, body });
  if (id === undefined) throw new Error('nothing was asked for');
  return id;
}
