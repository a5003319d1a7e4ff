import {
  countAttached,
  listAnalysesOf,
  listLabels,
  listObjClassifications,
  listObjComments,
  listObjTags,
  listSaved,
  listThumbnails,
  listWithPhotometry,
  listWithSpectra,
  type SavedKind,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { presentAnalyses } from '../analyses/analyses.presenter.ts';
import { loadAnnotations } from '../annotations/annotations.service.ts';
import { presentClassifications } from '../classifications/classifications.presenter.ts';
import { presentComment } from '../comments/comments.presenter.ts';
import { presentObjTag } from '../obj-tags/obj-tags.presenter.ts';
import { presentThumbnail } from '../thumbnails/thumbnails.presenter.ts';
import { colorMagnitudes } from './color-magnitudes.ts';
import { presentSavedGroup, type Source } from './sources.presenter.ts';

/** What comes along with objects. */
export interface SourceFlags {
  includePhotometryExists?: boolean;
  includeComments?: boolean;
  includeCommentExists?: boolean;
  includePeriodExists?: boolean;
  includeSpectrumExists?: boolean;
  includeAnalyses?: boolean;
  includeThumbnails?: boolean;
  includeLabellers?: boolean;
  includeColorMagnitude?: boolean;
  includeCounts?: boolean;
  removeNested?: boolean;
}

type Part = Partial<Source>;

/**
 * What hangs on objects, as the viewer sees it: a fixed number of queries, however many objects
 * there are.
 */
export async function loadParts(
  { tx, viewer }: { tx: ViewerTx; viewer: Viewer },
  ids: readonly string[],
  flags: SourceFlags,
  kind: SavedKind,
): Promise<(id: string) => Part & Pick<Source, 'groups'>> {
  const [rows, nested] = await Promise.all([
    listSaved(tx, ids, kind),
    flags.removeNested ? [] : nestedParts(tx, viewer, ids),
  ]);
  const saved = groupBy(rows, (row) => row.obj_id);
  const parts: ((id: string) => Part)[] = [...nested];
  if (flags.includePeriodExists || flags.includeColorMagnitude) {
    const of = groupBy(await loadAnnotations(tx, viewer, 'sources', ids), (row) => row.resource_id);
    if (flags.includePeriodExists)
      parts.push((id) => ({ period_exists: of(id).some(tellsPeriod) }));
    if (flags.includeColorMagnitude) {
      parts.push((id) => ({
        color_magnitude: colorMagnitudes(of(id), {}).map((one) => ({ ...one })),
      }));
    }
  }
  if (flags.includeComments || flags.includeCommentExists) {
    const of = groupBy(await listObjComments(tx, ids), (row) => row.subject_id);
    if (flags.includeComments)
      parts.push((id) => ({
        comments: of(id)
          .toReversed()
          .map((row) => ({ ...presentComment(row, viewer) })),
      }));
    if (flags.includeCommentExists) parts.push((id) => ({ comment_exists: of(id).length > 0 }));
  }
  if (flags.includeAnalyses) {
    const shown = await presentAnalyses(tx, await listAnalysesOf(tx, ids));
    const of = groupBy(shown, (row) => row.obj_id);
    parts.push((id) => ({ analyses: of(id).map((one) => ({ ...one })) }));
  }
  if (flags.includeThumbnails) {
    const of = groupBy(await listThumbnails(tx, ids), (row) => row.obj_id);
    parts.push((id) => ({ thumbnails: of(id).map((row) => ({ ...presentThumbnail(row) })) }));
  }
  if (flags.includeLabellers) {
    const of = groupBy(await listLabels(tx, ids), (row) => row.obj_id);
    parts.push((id) => ({ labellers: uniqueLabellers(of(id)) }));
  }
  if (flags.includePhotometryExists) {
    const having = new Set(await listWithPhotometry(tx, ids));
    parts.push((id) => ({ photometry_exists: having.has(id) }));
  }
  if (flags.includeSpectrumExists) {
    const having = new Set(await listWithSpectra(tx, ids));
    parts.push((id) => ({ spectrum_exists: having.has(id) }));
  }
  if (flags.includeCounts) {
    const counts = new Map((await countAttached(tx, ids)).map((row) => [row.id, row]));
    parts.push((id) => {
      const { spectra = 0, comments = 0 } = counts.get(id) ?? {};
      return { spectrum_count: spectra, comment_count: comments };
    });
  }
  return (id) =>
    Object.assign({ groups: saved(id).map(presentSavedGroup) }, ...parts.map((part) => part(id)));
}

/** What SkyPortal tells of every source. */
async function nestedParts(
  tx: ViewerTx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<((id: string) => Part)[]> {
  const [said, noteRows, tagRows] = await Promise.all([
    listObjClassifications(tx, ids).then((rows) => presentClassifications(tx, rows)),
    loadAnnotations(tx, viewer, 'sources', ids),
    listObjTags(tx, { objIds: ids }),
  ]);
  const classes = groupBy(said, (row) => row.obj_id);
  const notesOf = groupBy(noteRows, (row) => row.resource_id);
  const tags = groupBy(tagRows, (row) => row.obj_id);
  return [
    (id) => ({
      classifications: classes(id).map((one) => ({ ...one })),
      annotations: notesOf(id).map((note) => ({ ...note, type: 'source' })),
      tags: tags(id).map((tag) => ({ ...presentObjTag(tag) })),
    }),
  ];
}

function groupBy<T>(rows: readonly T[], idOf: (row: T) => string): (id: string) => T[] {
  const groups = Map.groupBy(rows, idOf);
  return (id) => groups.get(id) ?? [];
}

const periodKeys = ['period', 'Period', 'PERIOD'];

function tellsPeriod({ data }: { data: Readonly<Record<string, unknown>> }): boolean {
  return periodKeys.some((key) => key in data);
}

function uniqueLabellers(rows: Awaited<ReturnType<typeof listLabels>>): Record<string, unknown>[] {
  const people = new Map(rows.map((row) => [row.labeller_id, row]));
  return [...people.values()].map((row) => ({
    id: row.labeller_id,
    username: row.username,
    first_name: row.first_name,
    last_name: row.last_name,
  }));
}
