import { Box, Chip, MenuItem, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { memo } from 'react';
import { NumberSlider } from '../../../ui/number-slider.tsx';
import { SwitchLine } from '../../../ui/switch-line.tsx';
import { bandSign } from '../band-sign.ts';
import { surveySign } from '../joint/joint-points.ts';
import { isFoldedView } from './smooth-curves.ts';
import type { StudyFacts, StudyView } from './study-view.ts';

type StudyControlsProps = {
  readonly view: StudyView;
  readonly facts: StudyFacts;
  readonly bands: readonly string[];
  readonly origins: readonly string[];
  /** The own one, and those of linked objects. */
  readonly surveys: readonly string[];
  /** Other objects at the same place, whose points can be shown, too. */
  readonly overlays: readonly string[];
  readonly hasTotal: boolean;
  readonly onChange: (part: Partial<StudyView>) => void;
};

const AXES = [
  ['now', 'days from now'],
  ['mjd', 'MJD'],
  ['first', 'since first detection'],
  ['peak', 'since peak'],
  ['phase', 'phase'],
] as const;

/** One chip for each; pressed it is shown. */
function ChipToggles(props: {
  readonly label: string;
  readonly names: readonly string[];
  readonly hidden: readonly string[];
  readonly signOf?: (name: string) => { readonly sign: string; readonly color: string };
  /** Whether they are shown only when asked for: then one alone is a choice, too. */
  readonly areExtra?: boolean;
  readonly onChange: (hidden: readonly string[]) => void;
}) {
  const { label, names, hidden, signOf, areExtra = false, onChange } = props;
  if (names.length < (areExtra ? 1 : 2)) return null;
  const toggle = (name: string) =>
    onChange(hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name]);
  return (
    <Box role="group" aria-label={label} sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {names.map((name) => {
        const isShown = !hidden.includes(name);
        const sign = signOf?.(name);
        return (
          <Chip
            key={name}
            clickable
            aria-pressed={isShown}
            variant={isShown ? 'filled' : 'outlined'}
            onClick={() => toggle(name)}
            label={
              <>
                {sign?.sign && <span style={{ color: sign.color }}>{sign.sign} </span>}
                {name}
              </>
            }
            sx={isShown || areExtra ? {} : { textDecoration: 'line-through' }}
          />
        );
      })}
    </Box>
  );
}

type ChoiceProps = Pick<StudyControlsProps, 'view' | 'onChange'>;

/** As all of these, not drawn anew when points come. */
const AxisSelect = memo(function AxisSelect({ view, onChange }: ChoiceProps) {
  return (
    <TextField
      select
      label="Time"
      value={view.timeAxis}
      onChange={(event) => {
        const chosen = AXES.find(([axis]) => axis === event.target.value);
        if (chosen) onChange({ timeAxis: chosen[0] });
      }}
      sx={{ minWidth: 150 }}
    >
      {AXES.map(([axis, words]) => (
        <MenuItem key={axis} value={axis}>
          {words}
        </MenuItem>
      ))}
    </TextField>
  );
});

const SystemButtons = memo(function SystemButtons({ view, onChange }: ChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      aria-label="Magnitude system"
      value={view.isVega ? 'vega' : 'ab'}
      disabled={view.quantity === 'flux'}
      onChange={(_event, system) => system && onChange({ isVega: system === 'vega' })}
    >
      <ToggleButton value="ab">AB</ToggleButton>
      <ToggleButton value="vega" title="Filters without a known offset are left out">
        Vega
      </ToggleButton>
    </ToggleButtonGroup>
  );
});

/** How far the smoothed lines look; only while there are any. */
const SmoothingSlider = memo(function SmoothingSlider({ view, onChange }: ChoiceProps) {
  if (!view.isSmoothed) return null;
  const isPhase = isFoldedView(view);
  const change = (width: number) => {
    if (width > 0) onChange(isPhase ? { smoothPhase: width } : { smoothDays: width });
  };
  return (
    <NumberSlider
      label={isPhase ? 'Smoothing, period' : 'Smoothing, days'}
      value={isPhase ? view.smoothPhase : view.smoothDays}
      min={isPhase ? 0.005 : 0.1}
      max={isPhase ? 0.2 : 20}
      step={isPhase ? 0.005 : 0.1}
      widthPx={140}
      onChange={change}
    />
  );
});

type QuantityProps = ChoiceProps & Pick<StudyControlsProps, 'facts'>;

const QuantityButtons = memo(function QuantityButtons({ view, facts, onChange }: QuantityProps) {
  return (
    <ToggleButtonGroup
      exclusive
      aria-label="Quantity"
      value={view.quantity}
      onChange={(_event, quantity) => quantity && onChange({ quantity })}
    >
      <ToggleButton value="mag">mag</ToggleButton>
      <ToggleButton value="flux">flux</ToggleButton>
      <ToggleButton
        value="absolute"
        disabled={facts.distanceModulus === null}
        title={facts.distanceModulus === null ? 'Needs a redshift' : undefined}
      >
        absolute
      </ToggleButton>
    </ToggleButtonGroup>
  );
});

type SwitchesProps = Omit<StudyControlsProps, 'bands' | 'origins' | 'surveys' | 'overlays'>;

const StudySwitches = memo(function StudySwitches(props: SwitchesProps) {
  const { view, facts, hasTotal, onChange } = props;
  return (
    <Box>
      <SwitchLine
        label="Limits"
        isOn={view.showsLimits}
        onToggle={(showsLimits) => onChange({ showsLimits })}
      />
      <SwitchLine
        label="Forced photometry"
        isOn={view.showsForced}
        onToggle={(showsForced) => onChange({ showsForced })}
      />
      <SwitchLine
        label="Total"
        isOn={view.isTotal}
        isDisabled={!hasTotal}
        title="Difference and reference together"
        onToggle={(isTotal) => onChange({ isTotal })}
      />
      <SwitchLine
        label="Without extinction"
        isOn={view.isDereddened}
        isDisabled={facts.ebv === null}
        title={
          facts.ebv === null
            ? 'No dust map here'
            : `E(B−V) ${facts.ebv.toFixed(3)} of the Milky Way`
        }
        onToggle={(isDereddened) => onChange({ isDereddened })}
      />
      <SwitchLine
        label="Smoothed"
        isOn={view.isSmoothed}
        title="Straight lines fitted to the fluxes of each filter, weighted by 1/σ² and by a Gaussian of the time between"
        onToggle={(isSmoothed) => onChange({ isSmoothed })}
      />
      {view.quantity === 'absolute' && (
        <SwitchLine
          label="K-correction"
          isOn={view.isKCorrected}
          isDisabled={facts.redshift === null}
          title="−2.5 log₁₀(1 + z): that of a spectrum as bright at every frequency"
          onToggle={(isKCorrected) => onChange({ isKCorrected })}
        />
      )}
    </Box>
  );
});

/** What the light curve tells and how: axes, corrections, bands and origins. */
export function StudyControls(props: StudyControlsProps) {
  const { view, facts, bands, origins, surveys, overlays, hasTotal, onChange } = props;
  const { sky } = useTheme();
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, rowGap: 1, alignItems: 'center' }}
    >
      <QuantityButtons view={view} facts={facts} onChange={onChange} />
      <SystemButtons view={view} onChange={onChange} />
      <AxisSelect view={view} onChange={onChange} />
      <ChipToggles
        label="Bands"
        names={bands}
        hidden={view.hiddenBands}
        signOf={(band) => ({ sign: bandSign(band), color: sky.bands[band] ?? sky.otherBand })}
        onChange={(hiddenBands) => onChange({ hiddenBands })}
      />
      <ChipToggles
        label="Surveys"
        names={surveys}
        hidden={view.hiddenSurveys}
        signOf={(name) => ({
          // The object's own points have no frame.
          sign: name === surveys[0] ? '' : surveySign(name),
          color: 'inherit',
        })}
        onChange={(hiddenSurveys) => onChange({ hiddenSurveys })}
      />
      <ChipToggles
        label="Others at this place"
        names={overlays}
        areExtra
        hidden={overlays.filter((id) => !view.overlaid.includes(id))}
        signOf={(name) => ({ sign: surveySign(name), color: 'inherit' })}
        onChange={(hidden) => onChange({ overlaid: overlays.filter((id) => !hidden.includes(id)) })}
      />
      <ChipToggles
        label="Origins"
        names={origins}
        hidden={view.hiddenOrigins}
        onChange={(hiddenOrigins) => onChange({ hiddenOrigins })}
      />
      <StudySwitches view={view} facts={facts} hasTotal={hasTotal} onChange={onChange} />
      <SmoothingSlider view={view} onChange={onChange} />
    </Box>
  );
}
