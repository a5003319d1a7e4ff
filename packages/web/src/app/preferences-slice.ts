import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import {
  COLORMAPS,
  type CutoutDisplay,
  cycle,
  STRETCHES,
  ZOOMS,
} from '../features/cutouts/cutout-display.ts';
import { readStored } from './stored-state.ts';

export type ThemeChoice = 'system' | 'light' | 'dark' | 'night';
export type TimeAxis = 'days' | 'mjd';
/** Of the difference from the reference image, or of all the light. */
export type MagnitudeKind = 'difference' | 'total';

export type Preferences = {
  readonly theme: ThemeChoice;
  readonly cutouts: CutoutDisplay;
  readonly showForced: boolean;
  readonly timeAxis: TimeAxis;
  readonly magnitudes: MagnitudeKind;
  /** Whether the new image takes turns with the reference. */
  readonly isBlinking: boolean;
};

const defaults: Preferences = {
  theme: 'system',
  cutouts: { stretch: 'linear', interval: 'zscale', cmap: 'bone', zoom: 1 },
  showForced: true,
  timeAxis: 'days',
  magnitudes: 'difference',
  isBlinking: false,
};

const stored = readStored<Preferences>('preferences', defaults);
// What an earlier visit kept may lack what has come since.
const initialState: Preferences = {
  ...stored,
  cutouts: { ...defaults.cutouts, ...stored.cutouts },
};

const preferencesSlice = createSlice({
  name: 'preferences',
  initialState,
  reducers: {
    themeChosen: (state, action: PayloadAction<ThemeChoice>) => ({
      ...state,
      theme: action.payload,
    }),
    cutoutDisplayChanged: (state, action: PayloadAction<Partial<CutoutDisplay>>) => ({
      ...state,
      cutouts: { ...state.cutouts, ...action.payload },
    }),
    colormapCycled: (state) => ({
      ...state,
      cutouts: { ...state.cutouts, cmap: cycle(COLORMAPS, state.cutouts.cmap) },
    }),
    stretchCycled: (state) => ({
      ...state,
      cutouts: { ...state.cutouts, stretch: cycle(STRETCHES, state.cutouts.stretch) },
    }),
    zoomCycled: (state) => ({
      ...state,
      cutouts: { ...state.cutouts, zoom: cycle(ZOOMS, state.cutouts.zoom) },
    }),
    forcedToggled: (state) => ({ ...state, showForced: !state.showForced }),
    blinkToggled: (state) => ({ ...state, isBlinking: !state.isBlinking }),
    magnitudesChosen: (state, action: PayloadAction<MagnitudeKind>) => ({
      ...state,
      magnitudes: action.payload,
    }),
    timeAxisChosen: (state, action: PayloadAction<TimeAxis>) => ({
      ...state,
      timeAxis: action.payload,
    }),
  },
});

export const {
  themeChosen,
  cutoutDisplayChanged,
  colormapCycled,
  stretchCycled,
  zoomCycled,
  forcedToggled,
  blinkToggled,
  magnitudesChosen,
  timeAxisChosen,
} = preferencesSlice.actions;
export const preferencesReducer = preferencesSlice.reducer;
