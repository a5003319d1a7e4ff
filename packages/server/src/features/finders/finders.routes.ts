import {
  findInstrument,
  findTelescope,
  listAssignments,
  listPhotometry,
  type ViewerTx,
} from '@fritz/archive';
import { finderFacilities, routes, type Static } from '@fritz/contract';
import type { FastifyReply } from 'fastify';
import type { Binder } from '../../http/bind.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { demandRun } from '../observing-runs/observing-runs.service.ts';
import { starNeeds } from './facilities.ts';
import {
  type ChartAsked,
  demandPlacedObj,
  finishChart,
  loadOffsets,
  type PreparedChart,
  prepareLooseChart,
  prepareObjChart,
  readObstime,
} from './finders.service.ts';
import { bestPosition } from './offset-stars.ts';
import { standardsWithin } from './standards.ts';
import { asShown, firstLine, standardLine } from './starlists.ts';

export function bindFinderRoutes(bind: Binder): void {
  bindOffsets(bind);
  bindCharts(bind);
  bindStandards(bind);
  bindRunStarlist(bind);
}

function bindOffsets(bind: Binder): void {
  bind.viewer(routes.getSourceOffsets, async ({ tx, params, query, context }) =>
    loadOffsets(tx, await demandPlacedObj(tx, params.id), {
      facility: query.facility ?? 'Keck',
      howMany: query.num_offset_stars ?? 3,
      mjd: readObstime(query.obstime, context.now()),
      runId: query.observing_run_id ?? null,
    }),
  );

  bind.viewer(routes.listFinderFacilities, async () =>
    Object.fromEntries(finderFacilities.map((name) => [name, { ...starNeeds[name] }])),
  );
}

type ChartQuery = Omit<Static<typeof routes.getSourceFinder.query>, 'as_json'>;

function readChart(query: ChartQuery, now: Date): ChartAsked {
  return {
    facility: query.facility ?? 'Keck',
    howMany: query.num_offset_stars ?? 3,
    mjd: readObstime(query.obstime, now),
    image: query.image_source ?? 'ps1',
    sideArcmin: query.imsize ?? 4,
    type: query.type ?? 'pdf',
  };
}

function sendChart(reply: FastifyReply, prepared: PreparedChart): FastifyReply {
  const { bytes, type, name, isAwaited } = finishChart(prepared);
  // For programs: the chart itself says so to people.
  if (isAwaited) reply.header('retry-after', '5');
  return reply
    .header('content-type', type)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(bytes);
}

function bindCharts(bind: Binder): void {
  const { version } = bind.context;

  bind.file(
    routes.getSourceFinder,
    async ({ tx, params, query, context }) => {
      const placed = await demandPlacedObj(tx, params.id);
      const asked = readChart(query, context.now());
      const prepared = await prepareObjChart({ tx, context }, placed, asked);
      if (!query.as_json) return { prepared, starlist: null };
      const { facility, howMany, mjd } = asked;
      const list = await loadOffsets(tx, placed, { facility, howMany, mjd, runId: null });
      return { prepared, starlist: list.starlist_info };
    },
    (reply, { prepared, starlist }) => {
      if (starlist === null) return sendChart(reply, prepared);
      const { bytes } = finishChart(prepared);
      return sendSuccess(reply, version, { finding_chart: bytes.toString('base64'), starlist });
    },
  );

  bind.file(
    routes.getUnsourcedFinder,
    ({ tx, query, context }) => {
      const { location_type: type, catalog_id, ra, dec } = query;
      const target = { type, catalogId: catalog_id ?? null, ra: ra ?? null, dec: dec ?? null };
      return prepareLooseChart({ tx, context }, target, readChart(query, context.now()));
    },
    sendChart,
  );
}

function readRange(
  field: 'ra_filter_range' | 'dec_filter_range',
  text: string | undefined,
  [least, most]: readonly [number, number],
): readonly [number, number] {
  if (text === undefined) return [least, most];
  const [first = Number.NaN, second = Number.NaN] = text
    .replaceAll(/[[\]()\s]/g, '')
    .split(',')
    .map(Number);
  if ([first, second].every((value) => value >= least && value <= most)) return [first, second];
  const message = `is not within ${least} and ${most}`;
  throw new InvalidRequestError([{ in: 'query', field, message }]);
}

function bindStandards(bind: Binder): void {
  bind.viewer(routes.listStandards, async ({ query }) => {
    const facility = query.facility ?? 'Keck';
    const found = standardsWithin({
      ra: readRange('ra_filter_range', query.ra_filter_range, [0, 360]),
      dec: readRange('dec_filter_range', query.dec_filter_range, [-90, 90]),
    });
    const head = query.show_first_line ? firstLine(facility) : null;
    const lines = found.map((one) => standardLine(facility, one));
    return {
      success: lines.length > 0,
      starlist_info: [...(head === null ? [] : [{ str: head }]), ...lines],
    };
  });
}

/** A list of more is not loaded into a telescope. */
const maxTargets = 500;
/** What rises no higher is of no use as a standard. */
const leastAltitudeDeg = 20;

async function latitudeOf(tx: ViewerTx, instrumentId: number): Promise<number | null> {
  const instrument = await findInstrument(tx, instrumentId);
  const telescope = instrument && (await findTelescope(tx, instrument.telescope_id));
  return telescope?.lat ?? null;
}

function bindRunStarlist(bind: Binder): void {
  bind.viewer(routes.getRunStarlist, async ({ tx, params, query, context }) => {
    const run = await demandRun(tx, params.id);
    const facility = query.facility ?? 'Keck';
    const search = { runId: run.id, status: query.status ?? undefined };
    const rows = await listAssignments(tx, search, maxTargets);
    const asked = {
      ...{ facility, howMany: query.num_offset_stars ?? 0, runId: run.id },
      mjd: readObstime(undefined, context.now()),
    };
    const head = firstLine(facility);
    const lines: Static<typeof routes.getRunStarlist.response>['starlist_info'] =
      head === null ? [] : [{ str: head }];
    for (const row of rows.sort((a, b) => a.ra - b.ra)) {
      const points = await listPhotometry(tx, row.obj_id);
      const place = bestPosition(row, points);
      const { starlist_info } = await loadOffsets(
        tx,
        { obj: { id: row.obj_id }, place, points },
        asked,
      );
      lines.push(...starlist_info);
    }
    if (query.standards) {
      const lat = await latitudeOf(tx, run.instrument_id);
      const dec = lat === null ? ([-90, 90] as const) : reach(lat);
      lines.push(
        ...standardsWithin({ ra: [0, 360], dec }).map((one) => standardLine(facility, one)),
      );
    }
    return { facility, starlist_str: asShown(lines), starlist_info: lines };
  });
}

function reach(lat: number): readonly [number, number] {
  const from = 90 - leastAltitudeDeg;
  return [Math.max(-90, lat - from), Math.min(90, lat + from)];
}
