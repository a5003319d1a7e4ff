import { JointCurves, type JointLink, type JointLook, jointNeeds } from '@fritz/surveys';
import type { RunQuery } from '../crossmatch/ports.ts';
import { loadJointBundles, type WantedBundles } from './joint-bundles.ts';
import { findLinkedObjects, type LinkedObject } from './linked-objects.ts';

/** A past alert, and the time at which its batch was stored, microseconds since 1970. */
interface ReceivedAlert {
  readonly objectId: string;
  readonly candid: bigint;
  readonly jd: number;
  readonly receivedUs: bigint;
}

interface LinkRow extends Record<string, unknown> {
  readonly candid: bigint;
  readonly programid: number;
  readonly other_survey: string;
  readonly other_id: string;
  readonly other_programid: number;
  readonly distance_arcsec: number;
}

interface PointsRow extends Record<string, unknown> {
  readonly candid: bigint;
  readonly other_survey: string;
  readonly other_id: string;
  readonly other_programid: number;
  readonly seen: bigint[];
}

/** A linked object of an alert, and which of its bundles were seen; null for those of the time. */
interface Sight extends LinkedObject {
  readonly links: JointLink[];
  readonly alert: ReceivedAlert;
  readonly seen: Map<number, readonly bigint[]> | null;
}

/**
 * What past alerts' filters saw of other surveys. Where one came to read it, that was written down;
 * of other alerts it is what was linked and stored by their time of receipt.
 */
export class PastJoint {
  readonly curves: JointCurves;
  private readonly query: RunQuery;
  private readonly survey: string;

  /** @param reads what the filters look at, one list each; null for everything */
  constructor(query: RunQuery, survey: string, reads: readonly (readonly string[] | null)[]) {
    this.query = query;
    this.survey = survey;
    this.curves = new JointCurves(jointNeeds(survey, reads));
  }

  /** By candid; of some hundred alerts at best. */
  async load(alerts: readonly ReceivedAlert[]): Promise<Map<bigint, JointLook>> {
    if (alerts.length === 0) return new Map();
    const looked = await this.query<{ candid: bigint }>(
      'SELECT candid FROM joint_looks WHERE survey = $1 AND candid = ANY ($2::bigint[])',
      [this.survey, alerts.map(({ candid }) => candid)],
    );
    const known = new Set(looked.map(({ candid }) => candid));
    const sights = [
      ...(await this.seen(alerts.filter(({ candid }) => known.has(candid)))),
      ...(await this.asOfThen(alerts.filter(({ candid }) => !known.has(candid)))),
    ];
    const bundles = await loadJointBundles(this.query, sights.map(wantedOf));
    const objects = sights.map(({ alert, survey, objectId, links }, i) => {
      return {
        candid: alert.candid,
        object: { survey, objectId, links, bundles: bundles[i] ?? [] },
      };
    });
    const byAlert = Map.groupBy(objects, ({ candid }) => candid);
    return new Map(
      alerts.map(({ candid }) => {
        return [candid, { objects: (byAlert.get(candid) ?? []).map(({ object }) => object) }];
      }),
    );
  }

  private async seen(alerts: readonly ReceivedAlert[]): Promise<Sight[]> {
    if (alerts.length === 0) return [];
    const values = [this.survey, alerts.map(({ candid }) => candid)];
    const rows = await this.query<LinkRow>(
      `SELECT candid, programid, other_survey, other_id, other_programid, distance_arcsec
       FROM joint_links WHERE survey = $1 AND candid = ANY ($2::bigint[])
       ORDER BY candid, other_survey, other_id, programid, other_programid`,
      values,
    );
    const points = await this.query<PointsRow>(
      `SELECT candid, other_survey, other_id, other_programid, seen
       FROM joint_points WHERE survey = $1 AND candid = ANY ($2::bigint[])`,
      values,
    );
    const byCandid = new Map(alerts.map((alert) => [alert.candid, alert]));
    const sights = new Map<string, Sight>();
    for (const row of rows) {
      const alert = byCandid.get(row.candid);
      if (!alert) continue;
      const { other_survey: survey, other_id: objectId, other_programid: otherProgramId } = row;
      const seen = new Map<number, readonly bigint[]>();
      const sight: Sight = sights.get(keyOf(row)) ?? { alert, survey, objectId, links: [], seen };
      sights.set(keyOf(row), sight);
      const distanceArcsec = row.distance_arcsec;
      sight.links.push({ programId: row.programid, otherProgramId, distanceArcsec });
    }
    for (const row of points) sights.get(keyOf(row))?.seen?.set(row.other_programid, row.seen);
    return [...sights.values()];
  }

  private async asOfThen(alerts: readonly ReceivedAlert[]): Promise<Sight[]> {
    if (alerts.length === 0) return [];
    const wanted = alerts.map(({ objectId, receivedUs: knownUs }) => ({ objectId, knownUs }));
    const linked = await findLinkedObjects(this.query, this.survey, wanted);
    return alerts.flatMap((alert, i) =>
      (linked[i] ?? []).map(({ links, ...object }) => {
        return { ...object, links: [...links], alert, seen: null };
      }),
    );
  }
}

function keyOf({ candid, other_survey: survey, other_id: id }: LinkRow | PointsRow): string {
  return `${candid} ${survey} ${id}`;
}

function wantedOf({ alert, survey, objectId, seen }: Sight): WantedBundles {
  const knownUs = seen === null ? alert.receivedUs : null;
  return { survey, objectId, jd: alert.jd, knownUs, seen };
}
