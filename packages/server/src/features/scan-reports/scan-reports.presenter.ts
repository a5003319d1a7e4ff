import type { ClassificationRow, ScanReportItemRow, ScanReportRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd, distancesAt, fluxUjyToMag } from '@fritz/sky';

type Item = Static<typeof routes.listScanReportItems.response>[number];

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function presentItem(
  row: ScanReportItemRow,
  report: ScanReportRow,
  classes: readonly ClassificationRow[],
): Item {
  const flux = row.last_detected_flux_ujy;
  const mag = flux === null ? null : fluxUjyToMag(flux);
  const modulus = row.redshift === null ? null : (distancesAt(row.redshift)?.modulus ?? null);
  const first = row.first_detected_mjd;
  return {
    ...{ id: row.id, scan_report_id: row.report_id, obj_id: row.obj_id },
    created_at: naiveUtc(report.created_at),
    modified: naiveUtc(row.modified_at),
    data: {
      decision: row.decision,
      comment: row.comment || null,
      tns_name: row.tns_name,
      host_redshift: row.redshift,
      current_filter: row.last_detected_band,
      current_mag: mag === null ? null : rounded(mag, 3),
      abs_mag: mag === null || modulus === null ? null : rounded(mag - modulus, 3),
      current_age: first === null ? null : rounded(dateToMjd(report.created_at) - first, 2),
      classifications:
        classes.length === 0
          ? null
          : classes.map(({ class: classification, probability, ml }) => {
              return { classification, probability, ml };
            }),
      saved_info:
        row.saved.length === 0
          ? null
          : row.saved.map(({ saved_at, saved_by, group }) => {
              return { saved_at: naiveUtc(saved_at), saved_by, group };
            }),
      followups: null,
      assignments: null,
    },
  };
}
