import {
  findInstrument,
  findObj,
  findObjs,
  findTelescope,
  listAssignments,
  listTelescopes,
  type ObservingRunRow,
  type TelescopeRow,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import { dateToMjd, nightAround, type Position, type Site } from '@fritz/sky';
import type { Binder } from '../../http/bind.ts';
import { readIds, readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandAssignment } from '../observing-runs/assignments.service.ts';
import { demandRun } from '../observing-runs/observing-runs.service.ts';
import { demandTelescope } from '../telescopes/telescopes.service.ts';
import { airmassCurve, hoursBelowAirmass, nightCurves } from './airmass.ts';
import {
  nightOfDate,
  nightOfRun,
  presentEphemeris,
  presentObservability,
  siteOf,
  upTimes,
} from './nights.ts';
import { drawObservability } from './observability-chart.ts';

/** So many telescopes are told of at once, as in SkyPortal. */
const maxTelescopes = 16;
const maxTargets = 2000;

export function bindObservabilityRoutes(bind: Binder): void {
  bindEphemerides(bind);
  bindAirmass(bind);
  bindRunAirmass(bind);
  bindLists(bind);
}

const mjdOf = (text: string | undefined, now: Date) =>
  dateToMjd(text === undefined ? now : readUtc('query', 'time', text));

async function demandSite(tx: ViewerTx, telescopeId: number): Promise<Site> {
  return placed(await demandTelescope(tx, telescopeId));
}

function placed(telescope: TelescopeRow): Site {
  const site = siteOf(telescope);
  if (site !== null) return site;
  throw new FritzError('conflict', { message: `${telescope.name} stands at no fixed place.` });
}

async function demandPlace(tx: ViewerTx, objId: string): Promise<Position> {
  const obj = await findObj(tx, objId);
  if (obj === null) throw new NotFoundError('source');
  return obj;
}

function bindEphemerides(bind: Binder): void {
  bind.viewer(routes.listEphemerides, async ({ tx, query, context }) => {
    const mjd = mjdOf(query.time, context.now());
    const wanted = readIds(query.telescopeIds);
    const all = await listTelescopes(tx);
    const some = wanted === null ? all : all.filter(({ id }) => wanted.includes(id));
    return Object.fromEntries(
      some.slice(0, maxTelescopes).map((telescope) => {
        const site = siteOf(telescope);
        return [telescope.id, site && presentEphemeris(site, nightAround(site, mjd))];
      }),
    );
  });

  bind.viewer(routes.getEphemeris, async ({ tx, params, query, context }) => {
    const site = await demandSite(tx, params.telescope_id);
    return presentEphemeris(site, nightAround(site, mjdOf(query.time, context.now())));
  });
}

function bindAirmass(bind: Binder): void {
  bind.viewer(routes.getObjAirmass, async ({ tx, params, query, context }) => {
    const place = await demandPlace(tx, params.obj_id);
    const site = await demandSite(tx, params.telescope_id);
    return airmassCurve(place, site, nightAround(site, mjdOf(query.time, context.now())));
  });

  bind.viewer(routes.getHoursBelowAirmass, async ({ tx, params, query, context }) => {
    const place = await demandPlace(tx, params.obj_id);
    const site = await demandSite(tx, params.telescope_id);
    const year = context.now().getUTCFullYear();
    return hoursBelowAirmass(place, site, { year, threshold: query.threshold ?? 2.9 });
  });
}

/** Where a run's telescope stands, and the night of it that is meant. */
async function demandNight(
  tx: ViewerTx,
  run: ObservingRunRow,
  { night, now }: { night: number | null; now: Date },
) {
  const instrument = await findInstrument(tx, run.instrument_id);
  const telescope = instrument && (await findTelescope(tx, instrument.telescope_id));
  if (telescope === null) throw new NotFoundError('telescope');
  const site = placed(telescope);
  const number = Math.min(night ?? nightOfRun(site, run, dateToMjd(now)), run.duration);
  return { site, night: nightOfDate(site, run.calendar_date, number - 1) };
}

function bindRunAirmass(bind: Binder): void {
  bind.viewer(routes.getAssignmentAirmass, async ({ tx, params, context }) => {
    const target = await demandAssignment(tx, params.id);
    const run = await demandRun(tx, target.run_id);
    const { site, night } = await demandNight(tx, run, { night: null, now: context.now() });
    return airmassCurve(target, site, night);
  });

  bind.viewer(routes.getRunAirmass, async ({ tx, params, query, context }) => {
    const run = await demandRun(tx, params.id);
    const asked = { night: query.night ?? null, now: context.now() };
    const { site, night } = await demandNight(tx, run, asked);
    const rows = await listAssignments(tx, { runId: run.id }, maxTargets);
    const targets = rows.map(({ id, obj_id, ra, dec }) => {
      return { objId: obj_id, assignmentId: id, ra, dec };
    });
    return nightCurves(targets, site, { night, samples: query.samples ?? 100 });
  });
}

function bindLists(bind: Binder): void {
  bind.viewer(routes.listObservability, async ({ tx, query, context }) => {
    const site = await demandSite(tx, query.telescopeID);
    const night = nightAround(site, mjdOf(query.time, context.now()));
    const found = await findObjs(tx, [...new Set(query.objIDs.split(','))]);
    return {
      ephemeris: presentEphemeris(site, night),
      targets: [...found.values()].map((obj) => ({
        obj_id: obj.id,
        ...upTimes(obj, site, night),
        ...presentObservability(obj, site, night),
      })),
    };
  });

  bind.file(
    routes.getSourceObservability,
    async ({ tx, params, query, context }) => {
      const place = await demandPlace(tx, params.id);
      const telescopes = (await listTelescopes(tx)).flatMap((telescope) => {
        const site = siteOf(telescope);
        return site === null ? [] : [{ name: telescope.nickname || telescope.name, site }];
      });
      return drawObservability({
        ...{ objId: params.id, place, telescopes },
        fromMjd: dateToMjd(context.now()),
        maxAirmass: query.maxAirmass ?? query.maximumAirmass ?? 2.5,
        twilight: query.twilight ?? 'astronomical',
        type: query.type ?? 'pdf',
      });
    },
    (reply, { bytes, type, name }) =>
      reply
        .header('content-type', type)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(bytes),
  );
}
