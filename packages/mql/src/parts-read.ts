/** Names of one part of the document that are read; 'all' where that cannot be told apart. */
export type NamesRead = readonly string[] | 'all';

/** The parts of an alert's document that cost something to make, as far as filters read them. */
export interface PartsRead {
  /** Whether `prv_candidates` is read, and `fp_hists`. */
  readonly detections: boolean;
  readonly forced: boolean;
  /** Catalogs of `cross_matches`; none: an empty list. */
  readonly catalogs: NamesRead;
  /** Models of `classifications`. */
  readonly scores: NamesRead;
}

function namesBelow(paths: readonly string[], part: string): NamesRead {
  const names = new Set<string>();
  for (const path of paths) {
    const [top, name] = path.split('.');
    if (top !== part) continue;
    if (name === undefined) return 'all';
    names.add(name);
  }
  return [...names].sort();
}

/**
 * What any of a set of filters needs.
 *
 * @param reads what each reads, as `CompiledFilter.reads` tells; null reads everything
 */
export function findPartsRead(reads: readonly (readonly string[] | null)[]): PartsRead {
  const paths: string[] = [];
  for (const read of reads) {
    if (read === null) return { detections: true, forced: true, catalogs: 'all', scores: 'all' };
    paths.push(...read);
  }
  const isRead = (part: string) => paths.some((path) => path.split('.')[0] === part);
  return {
    detections: isRead('prv_candidates'),
    forced: isRead('fp_hists'),
    catalogs: namesBelow(paths, 'cross_matches'),
    scores: namesBelow(paths, 'classifications'),
  };
}
