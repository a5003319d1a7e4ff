import { Box } from '@mui/material';
import { skipToken } from '@reduxjs/toolkit/query';
import { memo, type ReactNode, useMemo } from 'react';
import type { Source } from '../../api/types.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import { CutoutControls } from '../cutouts/cutout-controls.tsx';
import { CutoutTrio } from '../cutouts/cutout-trio.tsx';
import { LightCurveStudy } from '../photometry/study/light-curve-study.tsx';
import { type ObjectSkyMap, useGetObjectSkyMapsQuery } from '../skymaps/sky-maps.api.ts';
import { FactsSection } from './facts/facts-section.tsx';
import { LookAhead, PageSection } from './page-section.tsx';
import { describeMag } from './photometry-columns.tsx';
import { PhotometrySections } from './photometry-sections.tsx';
import { SectionNav } from './section-nav.tsx';
import {
  LazyAnalyses,
  LazyAnnotations,
  LazyArchive,
  LazyCentroid,
  LazyClassifications,
  LazyColorMagnitude,
  LazyComments,
  LazyCutoutHistory,
  LazyFeatures,
  LazyFollowup,
  LazyHistory,
  LazyHoldingMaps,
  LazyInterests,
  LazyNeighbours,
  LazyObserving,
  LazyPlace,
  LazySpectra,
  sectionsOf,
} from './source-sections.ts';
import { type SourcePhotometry, useSourcePhotometry } from './use-source-photometry.ts';

/** Of an object whose light curve is on its way, and of one that is in none. */
const NO_MAPS: readonly ObjectSkyMap[] = [];

type PartProps = { readonly source: Source; readonly photometry: SourcePhotometry };

/** On a wide screen a column; on a narrow one its parts stand by their own order. */
function Column({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      sx={{
        display: { xs: 'contents', lg: 'flex' },
        flexDirection: 'column',
        gap: 1.5,
        minWidth: 0,
      }}
    >
      {children}
    </Box>
  );
}

function CutoutPart({ source, photometry: { shown } }: PartProps) {
  const moment = shown
    ? `${shown.band} ${describeMag(shown)} · ${formatUtc(mjdToDate(shown.mjd))} UTC`
    : 'No alert in the archive';
  return (
    <>
      <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>{moment}</Box>
      {shown?.candid != null && (
        <CutoutTrio
          candid={shown.candid}
          objId={source.id}
          {...(source.survey ? { survey: source.survey } : {})}
        />
      )}
      <Box sx={{ mt: 2 }}>
        <CutoutControls />
      </Box>
    </>
  );
}

/** What is measured: light curve, spectra, and their numbers. */
const Measurements = memo(function Measurements({ source, photometry }: PartProps) {
  const { pick } = photometry;
  return (
    <Column>
      <PageSection id="light-curve" title="Light curve" order={2}>
        <LightCurveStudy
          source={source}
          heightPx={340}
          onPick={({ candid }) => candid !== null && pick(String(candid))}
        />
      </PageSection>
      <PageSection id="spectra" title="Spectra" order={6} lazyHeightPx={200}>
        <LazySpectra source={source} />
      </PageSection>
      <PageSection id="features" title="Features" order={8} lazyHeightPx={200}>
        <LazyFeatures objId={source.id} />
      </PageSection>
      <PageSection id="analyses" title="Analyses" order={8} lazyHeightPx={60}>
        <LazyAnalyses objId={source.id} />
      </PageSection>
      <PhotometrySections objId={source.id} photometry={photometry} />
      <PageSection id="cutout-history" title="Cutout history" order={12} lazyHeightPx={140}>
        <LazyCutoutHistory
          objId={source.id}
          survey={source.survey}
          detections={photometry.detections}
          shownKey={photometry.shown?.key ?? null}
          onPick={pick}
        />
      </PageSection>
      <PageSection id="history" title="History" order={15} lazyHeightPx={80}>
        <LazyHistory objId={source.id} />
      </PageSection>
    </Column>
  );
});

type ContextProps = PartProps & { readonly skyMaps: readonly ObjectSkyMap[] };

/** What people say of it, and what is around it. */
const Context = memo(function Context({ source, photometry, skyMaps }: ContextProps) {
  const firstDetectionMjd = photometry.detections.at(-1)?.mjd ?? null;
  const subject = useMemo(() => ({ type: 'sources' as const, id: source.id }), [source.id]);
  return (
    <Column>
      <PageSection id="about" title="About" order={1}>
        <FactsSection source={source} />
      </PageSection>
      <PageSection id="cutouts" title="Cutouts" order={3}>
        <CutoutPart source={source} photometry={photometry} />
      </PageSection>
      <PageSection id="classifications" title="Classifications" order={4} lazyHeightPx={60}>
        <LazyClassifications objId={source.id} />
      </PageSection>
      <PageSection id="comments" title="Comments" order={5} lazyHeightPx={160}>
        <LazyComments subject={subject} about={source.id} />
      </PageSection>
      <PageSection id="interests" title="Who works on it" order={5} lazyHeightPx={60}>
        <LazyInterests objId={source.id} />
      </PageSection>
      <PageSection id="follow-up" title="Follow-up" order={5} lazyHeightPx={60}>
        <LazyFollowup objId={source.id} />
      </PageSection>
      <PageSection id="observing" title="Observing" order={5} lazyHeightPx={260}>
        <LazyObserving objId={source.id} ra={source.ra} dec={source.dec} />
      </PageSection>
      {skyMaps.length > 0 && (
        <PageSection id="sky-maps" title="Sky maps" order={5} lazyHeightPx={60}>
          <LazyHoldingMaps {...{ source, skyMaps, firstDetectionMjd }} />
        </PageSection>
      )}
      <PageSection id="annotations" title="Annotations" order={7} lazyHeightPx={60}>
        <LazyAnnotations objId={source.id} />
      </PageSection>
      <PageSection id="neighbours" title="Neighbours" order={9} lazyHeightPx={80}>
        <LazyNeighbours objId={source.id} />
      </PageSection>
      <PageSection id="archive" title="Light curves of the archive" order={9} lazyHeightPx={200}>
        <LazyArchive source={source} />
      </PageSection>
      <PageSection id="place" title="Place and links" order={10} lazyHeightPx={200}>
        <LazyPlace source={source} />
      </PageSection>
      <PageSection id="centroid" title="Centroid" order={13} lazyHeightPx={260}>
        <LazyCentroid source={source} />
      </PageSection>
      <PageSection id="color-magnitude" title="Colour and magnitude" order={14} lazyHeightPx={80}>
        <LazyColorMagnitude objId={source.id} ebv={source.ebv} />
      </PageSection>
    </Column>
  );
});

/** The parts of the page of one object: two columns, or one on a narrow screen. */
export function SourceView({ source }: { readonly source: Source }) {
  const photometry = useSourcePhotometry(source.id);
  // After the light curve, which is looked at first.
  const { currentData } = useGetObjectSkyMapsQuery(photometry.isSettled ? source.id : skipToken);
  // That there are none draws nothing anew.
  const skyMaps = currentData?.length ? currentData : NO_MAPS;
  return (
    <LookAhead value={photometry.isSettled}>
      <SectionNav sections={sectionsOf(skyMaps.length > 0)} />
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          pt: 0.5,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1.3fr) minmax(0, 1fr)' },
          alignItems: 'start',
        }}
      >
        <Measurements source={source} photometry={photometry} />
        <Context source={source} photometry={photometry} skyMaps={skyMaps} />
      </Box>
    </LookAhead>
  );
}
