import {
  addScanReport,
  type ClassificationRow,
  deleteScanReport,
  findSameReport,
  findScanReport,
  listObjClassifications,
  listScanReportItems,
  pageOfScanReports,
  type ScanReportRow,
  type Span,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { findAddressees, loadAddressees } from '../groups/addressees.ts';
import { presentItem } from './scan-reports.presenter.ts';

type Wish = Static<NonNullable<typeof routes.createScanReport.body>>;
type Options = Static<typeof routes.listScanReports.response>['reports'][number]['options'];

/** @throws FritzError `nothing_saved` where the report would be empty, `already_exists` */
export async function makeScanReport(tx: ViewerTx, viewer: Viewer, body: Wish) {
  const { groupIds, audienceId } = await findAddressees(tx, viewer, body.group_ids);
  const { passed_filters_range: passing, saved_candidates_range: saving } = body;
  const withRejected = body.include_rejected ?? false;
  const passed = readSpan(
    ['passed_filters_range.start_date', passing.start_date],
    ['passed_filters_range.end_date', passing.end_date],
  );
  const decided = readSpan(
    ['saved_candidates_range.start_saved_date', saving.start_saved_date],
    ['saved_candidates_range.end_saved_date', saving.end_saved_date],
  );
  const options = optionsOf(passed, decided, withRejected);
  const same = await findSameReport(tx, { audienceId, options });
  if (same !== null) {
    const message = 'There is this report for these groups already.';
    throw new FritzError('already_exists', { message, details: { id: same } });
  }
  const wish = { groupIds, audienceId, passed, decided, withRejected, options };
  const { id, items } = await addScanReport(tx, wish);
  // What was written of it goes with the transaction.
  if (items === 0) throw new FritzError('nothing_saved');
  return { id, num_items: items };
}

type Bound = readonly [field: string, text: string | null | undefined];

function readSpan(from: Bound, to: Bound): Span<Date> {
  const read = ([field, text]: Bound) => (text ? readUtc('body', field, text) : null);
  return { from: read(from), to: read(to) };
}

function optionsOf(passed: Span<Date>, decided: Span<Date>, withRejected: boolean): Options {
  const text = (time: Date | null) => time && naiveUtc(time);
  return {
    passed_filters_range: { start_date: text(passed.from), end_date: text(passed.to) },
    saved_candidates_range: {
      start_saved_date: text(decided.from),
      end_saved_date: text(decided.to),
    },
    ...(withRejected ? { include_rejected: true } : {}),
  };
}

export async function loadScanReports(tx: ViewerTx, pageNumber: number, numPerPage: number) {
  const page = { limit: numPerPage, offset: (pageNumber - 1) * numPerPage };
  const { total, rows } = await pageOfScanReports(tx, page);
  const groupsOf = await loadAddressees(
    tx,
    rows.map((row) => row.audience_id),
  );
  const reports = rows.map((row) => ({
    ...{ id: row.id, author_id: row.author_id, author: row.author },
    groups: groupsOf(row.audience_id),
    // Written by `optionsOf`.
    options: row.options as Options,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    num_items: row.items,
    can_delete: row.may_delete,
  }));
  return { reports, totalMatches: total, pageNumber, numPerPage };
}

export async function demandScanReport(tx: ViewerTx, id: number): Promise<ScanReportRow> {
  const report = await findScanReport(tx, id);
  if (report === null) throw new NotFoundError('report');
  return report;
}

export async function loadItems(tx: ViewerTx, id: number) {
  const report = await demandScanReport(tx, id);
  const untilMjd = dateToMjd(report.created_at);
  const items = await listScanReportItems(tx, { id, untilMjd });
  const said = await listObjClassifications(
    tx,
    items.map((item) => item.obj_id),
  );
  const then = said.filter((row) => row.created_at <= report.created_at);
  const classes = Map.groupBy(then, (row: ClassificationRow) => row.obj_id);
  return items.map((item) => presentItem(item, report, classes.get(item.obj_id) ?? []));
}

export async function removeScanReport(tx: ViewerTx, id: number): Promise<void> {
  await demandScanReport(tx, id);
  if (!(await deleteScanReport(tx, id))) throw new FritzError('not_author');
}
