import { gzipSync } from 'node:zlib';
import {
  listComments,
  listFollowupRequests,
  listObjClassifications,
  listSpectrumHeads,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { type TarEntry, writeTar } from '@fritz/formats';
import type { ServerContext } from '../../context.ts';
import { loadAnnotations } from '../annotations/annotations.service.ts';
import { presentClassifications } from '../classifications/classifications.presenter.ts';
import { presentComment } from '../comments/comments.presenter.ts';
import { presentFollowups } from '../followup-requests/followup-requests.presenter.ts';
import { tableOf, writeTable } from '../photometry/photometry-table.ts';
import { listSourcePhotometry } from '../photometry/source-photometry.service.ts';
import { demandObj, loadSource } from '../sources/sources.service.ts';
import { loadSpectrumFile } from '../spectra/spectra.service.ts';

interface ExportCall {
  readonly tx: ViewerTx;
  readonly viewer: Viewer;
  readonly context: ServerContext;
}

const MAX_SPECTRA = 1000;
const MAX_REQUESTS = 1000;

/** What the viewer sees of a source, as files of one archive. @throws NotFoundError */
export async function exportSource(
  call: ExportCall,
  id: string,
): Promise<{ name: string; bytes: Buffer }> {
  const { tx, context } = call;
  const obj = await demandObj(tx, id);
  // What a file may be called anywhere.
  const name = id.replaceAll(/[^\w.+-]/g, '_').slice(0, 60);
  const files = [...(await describe(call, id)), ...(await measurements(call, id))];
  if (obj.survey !== null) files.push(...(await surveyWords(call, id)));
  const modifiedS = context.now().getTime() / 1000;
  const entries = files.map((file) => ({ ...file, name: `${name}/${file.name}` }));
  return { name, bytes: gzipSync(writeTar(entries, modifiedS)) };
}

async function describe({ tx, viewer, context }: ExportCall, id: string): Promise<TarEntry[]> {
  const subject = { type: 'sources', id };
  const call = { tx, viewer, dust: context.dust, now: context.now() };
  const source = await loadSource(call, await demandObj(tx, id), {});
  const comments = await listComments(tx, { subject, channel: null, text: null });
  const annotations = await loadAnnotations(tx, viewer, 'sources', [id]);
  const classifications = await listObjClassifications(tx, [id]);
  const page = { order: 'id', descending: false, limit: MAX_REQUESTS, offset: 0 } as const;
  const requests = await listFollowupRequests(tx, { objId: id }, page);
  return [
    json('source.json', source),
    json(
      'comments.json',
      comments.map((row) => presentComment(row, viewer)),
    ),
    json('annotations.json', annotations),
    json('classifications.json', await presentClassifications(tx, classifications)),
    json('followup_requests.json', await presentFollowups(tx, requests.rows)),
  ];
}

async function measurements(call: ExportCall, id: string): Promise<TarEntry[]> {
  const { tx } = call;
  const { points } = await listSourcePhotometry(call, id, { format: 'both' });
  const { content } = writeTable('csv', tableOf(id, points));
  const files: TarEntry[] = [{ name: 'photometry.csv', content }];
  for (const spectrum of await listSpectrumHeads(tx, { objId: id }, MAX_SPECTRA)) {
    const file = await loadSpectrumFile(tx, spectrum.id, 'csv');
    const { content: spectrumContent } = file;
    files.push({ name: `spectra/${spectrum.id}.csv`, content: spectrumContent });
  }
  return files;
}

async function surveyWords({ tx, context }: ExportCall, id: string): Promise<TarEntry[]> {
  const curve = await context.alerts.lightCurve(tx, id);
  return [
    json('alerts.json', await context.alerts.detections(tx, id)),
    ...(curve === null ? [] : [json('light_curve.json', curve)]),
  ];
}

function json(name: string, value: unknown): TarEntry {
  return { name, content: `${stringifyExact(value)}\n` };
}
