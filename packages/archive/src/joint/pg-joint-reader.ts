import type { JointReader } from '@fritz/pipeline';
import { separationArcsec } from '@fritz/sky';
import type { Alert, JointLink, JointLook, JointObject } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import type { BrokerDatabase } from '../broker/broker-database.ts';
import { queryOf } from '../crossmatch/pg-cross-matcher.ts';
import { findNear } from '../links/link-objects.ts';
import { loadJointBundles } from './joint-bundles.ts';
import { findLinkedObjects, type LinkedObject } from './linked-objects.ts';

/** Looks up what other surveys have of alerts' objects, for the broker. */
export class PgJointReader implements JointReader {
  private readonly database: BrokerDatabase;
  private readonly survey: string;

  constructor(database: BrokerDatabase, survey: string) {
    this.database = database;
    this.survey = survey;
  }

  look(alerts: readonly Alert[]): Promise<ReadonlyMap<bigint, JointLook>> {
    return this.database.use((client) => this.lookBy(client, alerts));
  }

  private async lookBy(
    client: ClientBase,
    alerts: readonly Alert[],
  ): Promise<ReadonlyMap<bigint, JointLook>> {
    const query = queryOf(client);
    const byObject = [...Map.groupBy(alerts, ({ objectId }) => objectId)];
    const wanted = byObject.map(([objectId]) => ({ objectId, knownUs: null }));
    const stored = await findLinkedObjects(query, this.survey, wanted);
    const coming = await this.findComing(client, alerts);
    const linked = byObject.flatMap(([objectId, [first]], place) => {
      const objects = together([...(stored[place] ?? []), ...(coming.get(objectId) ?? [])]);
      return objects.map((object) => ({ ownId: objectId, jd: first?.jd ?? 0, object }));
    });
    const bundles = await loadJointBundles(
      query,
      linked.map(({ jd, object: { survey, objectId } }) => {
        return { survey, objectId, jd, knownUs: null, seen: null };
      }),
    );
    const looks = Map.groupBy(
      linked.map(({ ownId, object }, i) => {
        return { ownId, object: { ...object, bundles: bundles[i] ?? [] } as JointObject };
      }),
      ({ ownId }) => ownId,
    );
    return new Map(
      alerts.map(({ candid, objectId }) => {
        return [candid, { objects: (looks.get(objectId) ?? []).map(({ object }) => object) }];
      }),
    );
  }

  /**
   * What objects will be linked with that a programme has no alert of yet: they are linked when
   * their first alert is stored, and its filters come before that.
   */
  private async findComing(
    client: ClientBase,
    alerts: readonly Alert[],
  ): Promise<Map<string, LinkedObject[]>> {
    const { rows } = await client.query<{ object_id: string; programid: number }>(
      `SELECT object_id, programid FROM survey_objects
       WHERE survey = $1 AND object_id = ANY ($2::text[])`,
      [this.survey, [...new Set(alerts.map(({ objectId }) => objectId))]],
    );
    const known = new Set(rows.map((row) => `${row.programid} ${row.object_id}`));
    const fresh = new Map<string, Alert>();
    for (const alert of alerts) {
      const key = `${alert.programId} ${alert.objectId}`;
      if (!known.has(key) && !fresh.has(key)) fresh.set(key, alert);
    }
    const places = [...fresh.values()];
    const near = places.length === 0 ? [] : await findNear(client, this.survey, places);
    const coming = new Map<string, LinkedObject[]>();
    for (const row of near) {
      const alert = places[row.place];
      const distanceArcsec = alert ? separationArcsec(alert, row) : Number.POSITIVE_INFINITY;
      if (!alert || distanceArcsec > row.radius_arcsec) continue;
      const link = { programId: alert.programId, otherProgramId: row.programid, distanceArcsec };
      const ofObject = coming.get(alert.objectId) ?? [];
      coming.set(alert.objectId, ofObject);
      ofObject.push({ survey: row.survey, objectId: row.object_id, links: [link] });
    }
    return coming;
  }
}

/** Each object once, with all its links, in an order of its own. */
function together(linked: readonly LinkedObject[]): LinkedObject[] {
  const objects = new Map<string, { survey: string; objectId: string; links: JointLink[] }>();
  for (const { survey, objectId, links } of linked) {
    const key = `${survey} ${objectId}`;
    const one = objects.get(key) ?? { survey, objectId, links: [] };
    objects.set(key, one);
    for (const link of links) {
      const isSame = (other: JointLink) =>
        other.programId === link.programId && other.otherProgramId === link.otherProgramId;
      if (!one.links.some(isSame)) one.links.push(link);
    }
  }
  return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
