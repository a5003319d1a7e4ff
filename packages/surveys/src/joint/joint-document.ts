import { adapterOf } from '../registry.ts';
import type { DocumentNeeds, ObjectCurve, SeenAlert } from '../survey.ts';
import { defineLazy } from '../ztf/lazy-fields.ts';
import { ALIASES, historiesOf, otherSurveys } from './joint-fields.ts';
import {
  type JointLink,
  type JointLook,
  type JointObject,
  type JointPrograms,
  MissingJointError,
} from './joint-look.ts';

/** Light curves of linked objects, each made once for all filters that read it. */
export class JointCurves {
  private readonly needs: ReadonlyMap<string, DocumentNeeds>;
  private readonly curves = new WeakMap<JointObject, ObjectCurve>();

  /** @param needs of each survey; see `jointNeeds` */
  constructor(needs: ReadonlyMap<string, DocumentNeeds>) {
    this.needs = needs;
  }

  of(object: JointObject): ObjectCurve {
    let curve = this.curves.get(object);
    if (!curve) {
      const needs = this.needs.get(object.survey);
      if (!needs) throw new Error(`nobody reads light curves of ${object.survey}`);
      const stored = Buffer.concat(object.bundles.map(({ points }) => points));
      curve = adapterOf(object.survey).curve(stored, needs);
      this.curves.set(object, curve);
    }
    return curve;
  }
}

/** What a document's joint fields are made of. */
export interface JointSource {
  readonly survey: string;
  /** Null where nobody has looked yet: reading a field throws MissingJointError. */
  readonly look: JointLook | null;
  readonly curves: JointCurves;
  /** The own programmes that the filter sees, and the others'. */
  readonly programIds: ReadonlySet<number>;
  readonly joint: JointPrograms;
}

/**
 * Gives a document `aliases` (the linked objects of each survey, the nearest first) and a field for
 * each other survey with the histories of the nearest of them, up to the alert. They are made when
 * they are read.
 */
export function addJointHistory(
  document: Record<string, unknown>,
  { jd }: Pick<SeenAlert, 'jd'>,
  source: JointSource,
): void {
  const others = otherSurveys(source.survey);
  const makers: Record<string, () => unknown> = {
    [ALIASES]: () =>
      Object.fromEntries(
        others.map(({ name, title }) => [
          title,
          linkedIn(source, name).map(({ object }) => object.objectId),
        ]),
      ),
  };
  for (const { name, title } of others) makers[title] = () => historiesIn(source, name, jd);
  defineLazy(document, makers);
}

interface Linked {
  readonly object: JointObject;
  readonly distanceArcsec: number;
}

/** The linked objects of a survey that the filter may see, the nearest first. */
function linkedIn(source: JointSource, survey: string): Linked[] {
  if (source.look === null) throw new MissingJointError();
  const linked = source.look.objects.flatMap((object) => {
    if (object.survey !== survey) return [];
    const distances = object.links
      .filter((link) => mayFollow(source, survey, link))
      .map(({ distanceArcsec }) => distanceArcsec);
    return distances.length === 0 ? [] : [{ object, distanceArcsec: Math.min(...distances) }];
  });
  return linked.sort(
    (a, b) =>
      a.distanceArcsec - b.distanceArcsec || (a.object.objectId < b.object.objectId ? -1 : 1),
  );
}

function mayFollow({ programIds, joint }: JointSource, survey: string, link: JointLink): boolean {
  if (!programIds.has(link.programId)) return false;
  return joint === 'all' || joint.get(survey)?.has(link.otherProgramId) === true;
}

function historiesIn(source: JointSource, survey: string, jd: number): Record<string, unknown> {
  const [nearest] = linkedIn(source, survey);
  const histories: Record<string, unknown> = {};
  const makers = historiesOf(survey).map((name) => {
    const kind = name === 'fp_hists' ? 'forced' : 'detections';
    const make = () => {
      if (!nearest) return [];
      const programIds = programsOf(source, nearest.object);
      return source.curves.of(nearest.object).history(jd, programIds, kind);
    };
    return [name, make] as const;
  });
  defineLazy(histories, Object.fromEntries(makers));
  return histories;
}

function programsOf({ joint }: JointSource, object: JointObject): ReadonlySet<number> {
  if (joint !== 'all') return joint.get(object.survey) ?? new Set();
  return new Set(object.bundles.map(({ programId }) => programId));
}
