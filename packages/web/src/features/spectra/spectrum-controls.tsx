import { Autocomplete, Box, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { NumberSlider } from '../../ui/number-slider.tsx';
import { SwitchLine } from '../../ui/switch-line.tsx';
import { LINE_SETS } from './spectral-lines.ts';
import { readOwnLine, type SpectrumView } from './spectrum-scene.ts';

type ControlsProps = {
  readonly view: SpectrumView;
  readonly onChange: (part: Partial<SpectrumView>) => void;
};

const LINE_NAMES = LINE_SETS.map(({ kind, name }) => `${kind} ${name}`);
const isLine = (key: string) => LINE_NAMES.includes(key) || readOwnLine(key) !== null;
const nameOf = (key: string) => key.replace(/^(element|galaxy) /, '');

function LinePicker({ view, onChange }: ControlsProps) {
  return (
    <Autocomplete
      multiple
      freeSolo
      disableCloseOnSelect
      limitTags={4}
      options={LINE_NAMES}
      value={[...view.lineSets]}
      groupBy={(key) => (key.startsWith('galaxy') ? 'Galaxies' : 'Elements')}
      getOptionLabel={nameOf}
      onChange={(_event, chosen) => onChange({ lineSets: chosen.filter(isLine) })}
      renderInput={(params) => <TextField {...params} label="Lines, or a number in Å" />}
      size="small"
      sx={{ flex: '1 1 260px' }}
    />
  );
}

/** How spectra are looked at: frame, redshift, velocity, smoothing, and which lines are marked. */
export function SpectrumControls({ view, onChange }: ControlsProps) {
  const hasElements = view.lineSets.some((key) => !key.startsWith('galaxy'));
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', pt: 1.5 }}>
      <LinePicker view={view} onChange={onChange} />
      <NumberSlider
        label="Redshift"
        value={view.redshift}
        min={0}
        max={Math.max(0.3, Math.ceil(view.redshift * 10) / 5)}
        step={0.0005}
        onChange={(redshift) => redshift > -1 && onChange({ redshift })}
      />
      {hasElements && (
        <NumberSlider
          label="km/s towards us"
          value={view.velocityKmS}
          min={0}
          max={30_000}
          step={100}
          widthPx={130}
          onChange={(velocityKmS) => Math.abs(velocityKmS) < 290_000 && onChange({ velocityKmS })}
        />
      )}
      <NumberSlider
        label="Smoothing"
        value={view.smoothing}
        min={1}
        max={51}
        step={2}
        widthPx={90}
        onChange={(points) => points >= 1 && onChange({ smoothing: Math.round(points) })}
      />
      <ToggleButtonGroup
        exclusive
        aria-label="Frame"
        value={view.frame}
        onChange={(_event, frame) => frame && onChange({ frame })}
      >
        <ToggleButton value="observed">observed</ToggleButton>
        <ToggleButton value="rest">rest frame</ToggleButton>
      </ToggleButtonGroup>
      <Box>
        <SwitchLine
          label="Normalise"
          isOn={view.isNormalised}
          onToggle={(isNormalised) => onChange({ isNormalised })}
        />
        <SwitchLine
          label="Offset"
          isOn={view.isOffset}
          onToggle={(isOffset) => onChange({ isOffset })}
        />
        <SwitchLine
          label="Telluric"
          isOn={view.showsTelluric}
          onToggle={(showsTelluric) => onChange({ showsTelluric })}
        />
      </Box>
    </Box>
  );
}
