import { type ComponentType, lazy } from 'react';
import type { SectionLink } from './section-nav.tsx';

/** A part of the page that is fetched when it comes near the screen. */
function lazyPart<Name extends string, Props>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
) {
  return lazy(async () => ({ default: (await load())[name] }));
}

export const LazyClassifications = lazyPart(
  () => import('../classifications/classifications-section.tsx'),
  'ClassificationsSection',
);
export const LazyComments = lazyPart(
  () => import('../comments/comments-section.tsx'),
  'CommentsSection',
);
export const LazyInterests = lazyPart(
  () => import('../interests/interests-section.tsx'),
  'InterestsSection',
);
export const LazyHoldingMaps = lazyPart(() => import('../skymaps/holding-maps.tsx'), 'HoldingMaps');
export const LazyFollowup = lazyPart(
  () => import('../followup/followup-section.tsx'),
  'FollowupSection',
);
export const LazyObserving = lazyPart(
  () => import('../observing/observing-section.tsx'),
  'ObservingSection',
);
export const LazySpectra = lazyPart(
  () => import('../spectra/spectra-section.tsx'),
  'SpectraSection',
);
export const LazyAnnotations = lazyPart(
  () => import('../annotations/annotations-section.tsx'),
  'AnnotationsSection',
);
export const LazyFeatures = lazyPart(
  () => import('../light-curve-features/features-section.tsx'),
  'FeaturesSection',
);
export const LazyNeighbours = lazyPart(
  () => import('../catalogs/neighbours-table.tsx'),
  'NeighboursTable',
);
export const LazyArchive = lazyPart(
  () => import('../archive/archive-section.tsx'),
  'ArchiveSection',
);
export const LazyPlace = lazyPart(() => import('./place/place-section.tsx'), 'PlaceSection');
export const LazyCentroid = lazyPart(
  () => import('./plots/centroid-section.tsx'),
  'CentroidSection',
);
export const LazyColorMagnitude = lazyPart(
  () => import('./plots/color-magnitude-section.tsx'),
  'ColorMagnitudeSection',
);
export const LazyCutoutHistory = lazyPart(
  () => import('./plots/cutout-history.tsx'),
  'CutoutHistory',
);
export const LazyAnalyses = lazyPart(
  () => import('../analyses/analyses-section.tsx'),
  'AnalysesSection',
);
export const LazyHistory = lazyPart(() => import('./source-history.tsx'), 'SourceHistory');

/** The parts that one may jump to, as a phone shows them one below the other. */
export const SECTIONS = [
  { id: 'about', title: 'About' },
  { id: 'light-curve', title: 'Light curve' },
  { id: 'cutouts', title: 'Cutouts' },
  { id: 'classifications', title: 'Classifications' },
  { id: 'comments', title: 'Comments' },
  { id: 'follow-up', title: 'Follow-up' },
  { id: 'observing', title: 'Observing' },
  { id: 'spectra', title: 'Spectra' },
  { id: 'annotations', title: 'Annotations' },
  { id: 'features', title: 'Features' },
  { id: 'analyses', title: 'Analyses' },
  { id: 'neighbours', title: 'Neighbours' },
  { id: 'archive', title: 'Archive' },
  { id: 'place', title: 'Place and links' },
  { id: 'photometry', title: 'Photometry' },
  { id: 'history', title: 'History' },
] as const;

const SKY_MAPS = { id: 'sky-maps', title: 'Sky maps' } as const;

/** Sky maps stand first after what is known of the object: who sees them there wants to know. */
export function sectionsOf(isInSkyMap: boolean): readonly SectionLink[] {
  if (!isInSkyMap) return SECTIONS;
  const [about, ...others] = SECTIONS;
  return [about, SKY_MAPS, ...others];
}
