import type { AnalysisProduct, ProductKind } from '@fritz/archive';
import { type routes, type Static, stringifyExact } from '@fritz/contract';
import { refuseField } from '../../http/fritz-error.ts';

type Given = NonNullable<Static<NonNullable<typeof routes.answerAnalysis.body>>['analysis']>;

/**
 * What came of an analysis, as it is kept: results in JSON as they are; in other formats, samples
 * and plots as the bytes that their base64 stands for.
 */
export function readProducts(given: Given): AnalysisProduct[] {
  const { results, inference_data, plots = [] } = given;
  return [
    ...(results === undefined ? [] : [readResults(results)]),
    ...(inference_data === undefined
      ? []
      : [readBytes('inference_data', 0, inference_data, 'netcdf4', 'analysis.inference_data')]),
    ...plots.map((plot, number) =>
      readBytes('plot', number, plot, 'png', `analysis.plots[${number}]`),
    ),
  ];
}

function readResults(results: NonNullable<Given['results']>): AnalysisProduct {
  const format = (results.format ?? 'json').toLowerCase();
  if (format !== 'json') {
    const { data } = results;
    if (typeof data !== 'string') refuseField('analysis.results.data', 'is not base64');
    return readBytes('results', 0, { format, data }, format, 'analysis.results');
  }
  const content = Buffer.from(stringifyExact(results.data ?? null));
  return { kind: 'results', number: 0, format, content };
}

function readBytes(
  kind: ProductKind,
  number: number,
  given: { format?: string; data: string },
  fallback: string,
  place: string,
): AnalysisProduct {
  const compact = given.data.replaceAll(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    refuseField(`${place}.data`, 'is not base64');
  }
  const format = (given.format ?? fallback).toLowerCase();
  return { kind, number, format, content: Buffer.from(compact, 'base64') };
}

/** The summary of an object in a service's results, where there is one. */
export function summaryOf(given: Given): string | null {
  const data = given.results?.data;
  if (typeof data !== 'object' || data === null || !('summary' in data)) return null;
  return typeof data.summary === 'string' && data.summary !== '' ? data.summary : null;
}

/** The type of bytes that a browser may show; everything else is for saving. */
export function mediaType(format: string): string {
  const known: Readonly<Record<string, string>> = {
    png: 'image/png',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    gif: 'image/gif',
    pdf: 'application/pdf',
  };
  return known[format] ?? 'application/octet-stream';
}
