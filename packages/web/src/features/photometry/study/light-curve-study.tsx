import { Box, Skeleton } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useCallback, useMemo, useState } from 'react';
import type { PhotometryPoint, Source } from '../../../api/types.ts';
import { useAppSelector } from '../../../app/hooks.ts';
import { dateToMjd } from '../../../format/time.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useParts } from '../../../ui/use-parts.ts';
import { listSurveys, surveyTitle } from '../joint/joint-points.ts';
import { useJointRows } from '../joint/use-joint-rows.ts';
import { shortBand } from '../light-curve.ts';
import { useGetPhotometryQuery } from '../photometry.api.ts';
import { PeriodControls } from './period-controls.tsx';
import { StudyControls } from './study-controls.tsx';
import type { StudyPoint } from './study-points.ts';
import { makeStudyScene } from './study-scene.ts';
import { FIRST_VIEW, originName, type StudyFacts, type StudyView } from './study-view.ts';
import { useOverlaidRows } from './use-overlaid-rows.ts';
import { useVegaOffsets } from './use-vega-offsets.ts';

const loadPlot = () => import('./study-plot.tsx');

type LightCurveStudyProps = {
  readonly source: Source;
  readonly heightPx: number;
  readonly onPick: (point: StudyPoint) => void;
};

type StudyProps = LightCurveStudyProps & {
  readonly rows: readonly PhotometryPoint[];
  /** Before they are there, what chooses among them is. */
  readonly isLoading: boolean;
};

const NO_ROWS: readonly PhotometryPoint[] = [];

/** Of thousands of words, of which some dozens differ. */
function namesOf(words: readonly string[], nameOf: (word: string) => string) {
  return [...new Set([...new Set(words)].map(nameOf))].sort();
}

/** As light curves are looked at elsewhere. */
function useFirstView(): StudyView {
  const { showForced, timeAxis, magnitudes } = useAppSelector((state) => state.preferences);
  return {
    ...FIRST_VIEW,
    showsForced: showForced,
    isTotal: magnitudes === 'total',
    timeAxis: timeAxis === 'mjd' ? 'mjd' : 'now',
  };
}

/** What there is to choose among. */
function useChoices(rows: readonly PhotometryPoint[]) {
  const bands = useMemo(
    () =>
      namesOf(
        rows.map(({ filter }) => filter),
        shortBand,
      ),
    [rows],
  );
  const origins = useMemo(
    () =>
      namesOf(
        rows.map(({ origin }) => origin),
        originName,
      ),
    [rows],
  );
  return { bands, origins };
}

/** What is known of the object, and of the bands once that is asked for. */
function useFacts(
  source: Source,
  shown: Pick<StudyFacts, 'linked' | 'overlaid'> & { readonly isVega: boolean },
) {
  const [nowMjd] = useState(() => dateToMjd(new Date()));
  const vegaOffsetOf = useVegaOffsets(shown.isVega);
  const { ebv, dm: distanceModulus, redshift } = source;
  const { linked, overlaid } = shown;
  const survey = source.survey ? surveyTitle(source.survey) : source.id;
  return useMemo(
    () => ({
      ...{ ebv, distanceModulus, redshift, nowMjd, survey },
      ...(linked === undefined ? {} : { linked }),
      ...(overlaid === undefined ? {} : { overlaid }),
      ...(vegaOffsetOf === undefined ? {} : { vegaOffsetOf }),
    }),
    [ebv, distanceModulus, redshift, nowMjd, survey, linked, overlaid, vegaOffsetOf],
  );
}

function Study({ source, rows: own, isLoading, heightPx, onPick }: StudyProps) {
  const { rows: joint, linked: linkedSurveys } = useJointRows(source.id, own);
  // Fetched beside its points, and there with them: a lazy component would wait for its turn once more.
  const parts = useParts(loadPlot);
  const [view, setView] = useState<StudyView>(useFirstView());
  const change = useCallback(
    (part: Partial<StudyView>) => setView((before) => ({ ...before, ...part })),
    [],
  );
  const { rows, linked, overlaid, overlays, error, refetch } = useOverlaidRows(
    ...([source, { rows: joint, linked: linkedSurveys }, view.overlaid] as const),
  );
  const facts = useFacts(source, { linked, overlaid, isVega: view.isVega });
  const { survey } = facts;
  const { sky, palette } = useTheme();
  // Until the offsets are there it stays as it was.
  const isWaiting = view.isVega && facts.vegaOffsetOf === undefined;
  const scene = useMemo(() => {
    const colorOf = (band: string) => sky.bands[band] ?? sky.otherBand;
    return makeStudyScene(rows, isWaiting ? { ...view, isVega: false } : view, facts, {
      ...{ colorOf, background: palette.background.paper, text: palette.text.primary },
    });
  }, [rows, view, isWaiting, facts, sky, palette]);
  const { bands, origins } = useChoices(rows);
  const surveys = useMemo(
    () => listSurveys(joint, survey, linkedSurveys),
    [joint, survey, linkedSurveys],
  );
  const hasTotal = useMemo(() => rows.some(({ magtot }) => typeof magtot === 'number'), [rows]);
  const hasPoints = scene.points.length > 0;
  return (
    <>
      <StudyControls
        view={view}
        facts={facts}
        bands={bands}
        origins={origins}
        surveys={surveys}
        overlays={overlays}
        hasTotal={hasTotal}
        onChange={change}
      />
      {error !== undefined && (
        <ErrorNotice what="No points of the other object" error={error} onRetry={refetch} />
      )}
      {view.timeAxis === 'phase' && (
        <PeriodControls objId={source.id} view={view} onChange={change} />
      )}
      {!isLoading && !hasPoints && (
        <Box sx={{ py: 8, textAlign: 'center', fontSize: 13, color: 'text.secondary' }}>
          {rows.length > 0 ? 'Nothing of what there is is chosen above.' : 'No photometry yet'}
        </Box>
      )}
      {(isLoading || hasPoints) && parts === null && (
        <Skeleton variant="rounded" height={heightPx} />
      )}
      {/* Made while its points are on their way: they are drawn in the moment in which they come. */}
      {(isLoading || hasPoints) && parts !== null && (
        <parts.StudyPlot
          objId={source.id}
          scene={scene}
          isLoading={isLoading}
          heightPx={heightPx}
          onPick={onPick}
        />
      )}
    </>
  );
}

/** An object's light curve, looked at in all the ways that a paper may need. */
export function LightCurveStudy(props: LightCurveStudyProps) {
  const { source } = props;
  const { currentData, error, refetch } = useGetPhotometryQuery(source.id);
  if (currentData === undefined && error !== undefined) {
    return <ErrorNotice what="No light curve" error={error} onRetry={() => refetch()} />;
  }
  return <Study {...props} rows={currentData ?? NO_ROWS} isLoading={currentData === undefined} />;
}
