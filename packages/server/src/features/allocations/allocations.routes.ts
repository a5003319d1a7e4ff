import {
  type AllocationRow,
  allocationHours,
  findGroup,
  type InstrumentRow,
  listAllocations,
  listGroups,
  listInstruments,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentInstrument } from '../instruments/instruments.presenter.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { readCredentials } from './allocation-credentials.ts';
import { reportCsv, reportPdf } from './allocation-report.ts';
import { presentAllocation } from './allocations.presenter.ts';
import {
  changeAllocation,
  demandAllocation,
  makeAllocation,
  removeAllocation,
} from './allocations.service.ts';

export function bindAllocationRoutes(bind: Binder): void {
  bindReads(bind);
  bindReport(bind);

  bind.viewer(routes.createAllocation, async ({ body, ...call }) => ({
    id: await makeAllocation(call, body),
  }));

  bind.viewer(routes.updateAllocation, async ({ params, body, ...call }) => {
    await changeAllocation(call, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteAllocation, async ({ tx, params }) => {
    await removeAllocation(tx, params.id);
    return {};
  });
}

interface Brief {
  id: number;
  name: string;
  nickname: string | null;
}

function withParts(allocation: AllocationRow, group: Brief, instrument: InstrumentRow) {
  return {
    ...presentAllocation(allocation),
    group: { id: group.id, name: group.name, nickname: group.nickname },
    instrument: presentInstrument(instrument),
  };
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listAllocations, async ({ tx, query }) => {
    const { instrument_id: instrumentId, apiType } = query;
    const found = await listAllocations(tx, instrumentId === undefined ? {} : { instrumentId });
    const instruments = new Map((await listInstruments(tx)).map((one) => [one.id, one]));
    const groups = new Map((await listGroups(tx)).map((one) => [one.id, one]));
    return found.flatMap((allocation) => {
      const instrument = instruments.get(allocation.instrument_id);
      const group = groups.get(allocation.group_id);
      if (!instrument || !group) return [];
      if (apiType !== undefined && instrument[apiType] === null) return [];
      return [withParts(allocation, group, instrument)];
    });
  });

  bind.viewer(routes.getAllocation, async ({ tx, context, params }) => {
    const allocation = await demandAllocation(tx, params.id);
    const group = await findGroup(tx, allocation.group_id);
    if (group === null) throw new NotFoundError('allocation');
    const instrument = await demandInstrument(tx, allocation.instrument_id);
    const { can_manage } = allocation;
    return {
      ...withParts(allocation, group, instrument),
      ...(can_manage ? { altdata: await readCredentials(context, tx, params.id) } : {}),
      can_manage,
    };
  });
}

function bindReport(bind: Binder): void {
  bind.file(
    routes.getAllocationReport,
    async ({ tx, params, query }) => {
      const { name } = await demandInstrument(tx, params.instrument_id);
      const rows = await allocationHours(tx, params.instrument_id);
      return { name, rows, format: query.output_format ?? 'pdf' };
    },
    (reply, { name, rows, format }) => {
      const isCsv = format === 'csv';
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8' : 'application/pdf')
        .header('content-disposition', `attachment; filename="allocations.${format}"`)
        .send(isCsv ? reportCsv(rows) : reportPdf(`Allocations on ${name}`, rows));
    },
  );
}
