import { findObj, findSpectrumFile, listBulkSources, listSlimSpectra } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readIds, readUtc } from '../../http/fields.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { normalizeFluxes } from './spectra.presenter.ts';
import {
  demandSpectrum,
  findSpectra,
  loadSpectrumFile,
  presentSpectra,
  searchSpectra,
} from './spectra.service.ts';
import { presentPreview, readAsciiUpload, readFitsUpload } from './spectrum-files.ts';
import {
  changeSpectrum,
  removeSpectrum,
  uploadSpectrum,
  uploadSpectrumFile,
} from './spectrum-uploads.service.ts';
import { makePoints } from './synthetic-photometry.service.ts';

const MAX_BULK_SPECTRA = 3000;
const DEFAULT_BULK_SOURCES = 200;

export function bindSpectrumRoutes(bind: Binder): void {
  bindReads(bind);
  bindFiles(bind);
  bindBulk(bind);

  bind.viewer(routes.createSpectrum, async ({ tx, body }) => ({
    id: await uploadSpectrum(tx, body),
  }));
  bind.viewer(routes.updateSpectrum, async ({ tx, params, body }) => {
    await changeSpectrum(tx, params.id, body);
    return {};
  });
  bind.viewer(routes.deleteSpectrum, async ({ tx, params }) => {
    await removeSpectrum(tx, params.id);
    return {};
  });
  bind.viewer(routes.makeSyntheticPhotometry, async ({ tx, viewer, context, params, body }) => {
    const points = await makePoints({ tx, viewer, dust: context.dust }, params.id, body.filters);
    return { ids: points.map(Number) };
  });
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listSpectra, ({ tx, viewer, query }) => searchSpectra(tx, query, viewer));

  bind.viewer(routes.getSpectrumRange, ({ tx, viewer, query }) => {
    const { instrument_ids, min_date, max_date } = query;
    const instrumentIds = readIds(instrument_ids);
    const search = {
      ...(instrumentIds === null ? {} : { instrumentIds }),
      ...(min_date === undefined ? {} : { observedFrom: readUtc('query', 'min_date', min_date) }),
      ...(max_date === undefined ? {} : { observedTo: readUtc('query', 'max_date', max_date) }),
    };
    return findSpectra(tx, search, viewer);
  });

  bind.viewer(routes.getSpectrum, async ({ tx, viewer, params }) => {
    const row = await demandSpectrum(tx, params.id);
    const [spectrum] = await presentSpectra(tx, [row], viewer);
    if (spectrum === undefined) throw new NotFoundError('spectrum');
    const file = await findSpectrumFile(tx, params.id);
    return { ...spectrum, original_file_string: file && textOf(file.content) };
  });

  bind.viewer(routes.getSourceSpectra, async ({ tx, viewer, params, query }) => {
    if ((await findObj(tx, params.id)) === null) throw new NotFoundError('object');
    const spectra = await findSpectra(tx, { objId: params.id }, viewer);
    const isNormalized = query.normalization === 'median';
    return {
      obj_id: params.id,
      spectra: isNormalized
        ? spectra.map((one) => ({ ...one, fluxes: normalizeFluxes(one.fluxes) }))
        : spectra,
    };
  });
}

/** A file as text; null where it is none. */
function textOf(content: Buffer): string | null {
  const text = content.toString('utf8');
  return text.startsWith('SIMPLE  =') || !Buffer.from(text).equals(content) ? null : text;
}

function bindFiles(bind: Binder): void {
  bind.viewer(routes.createAsciiSpectrum, async ({ tx, body }) => ({
    id: await uploadSpectrumFile(tx, body, readAsciiUpload(body)),
  }));
  bind.viewer(routes.parseAsciiSpectrum, async ({ body }) =>
    presentPreview(readAsciiUpload(body), true),
  );
  bind.viewer(routes.createFitsSpectrum, async ({ tx, body }) => ({
    id: await uploadSpectrumFile(tx, body, await readFitsUpload(body)),
  }));
  bind.viewer(routes.parseFitsSpectrum, async ({ body }) =>
    presentPreview(await readFitsUpload(body), false),
  );
  bind.file(
    routes.getSpectrumFile,
    ({ tx, params, query }) => loadSpectrumFile(tx, params.id, query.format ?? 'csv'),
    (reply, file) =>
      reply
        .header('content-type', file.type)
        .header('cache-control', 'private, no-store')
        .header(
          'content-disposition',
          `attachment; filename="${file.name.replaceAll(/[^\w.+-]/g, '_')}"`,
        )
        .send(file.content),
  );
}

function bindBulk(bind: Binder): void {
  bind.viewer(routes.bulkSpectra, async ({ tx, body }) => {
    const limit = body.maxSources ?? DEFAULT_BULK_SOURCES;
    const found = await listBulkSources(tx, {
      groupId: body.group_id ?? null,
      objIds: readNames(body.obj_ids),
      classes: readNames(body.classifications),
      minProbability: body.classificationProbThreshold ?? null,
      limit: limit + 1,
    });
    const sources = found.slice(0, limit);
    const ids = sources.map(({ id }) => id);
    const spectra = await listSlimSpectra(tx, ids, MAX_BULK_SPECTRA + 1);
    return {
      sources,
      spectra: spectra
        .slice(0, MAX_BULK_SPECTRA)
        .map((one) => ({ ...one, observed_at: naiveUtc(one.observed_at) })),
      truncated: found.length > limit || spectra.length > MAX_BULK_SPECTRA,
    };
  });
}

function readNames(names: string | readonly string[] | null | undefined): string[] | null {
  const list = typeof names === 'string' ? names.split(',') : (names ?? []);
  const words = list.map((name) => name.trim()).filter((name) => name !== '');
  return words.length > 0 ? words : null;
}
