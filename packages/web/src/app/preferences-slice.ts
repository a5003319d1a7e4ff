import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import {
  COLORMAPS,
  type CutoutDisplay,
  cycle,
  STRETCHES,
} from '../features/cutouts/cutout-display.ts';
import { readStored } from './stored-state.ts';

export type ThemeChoice = 'system' | 'light' | 'dark' | 'night';
export type TimeAxis = 'days' | 'mjd';

export type Preferences = {
  readonly theme: ThemeChoice;
  readonly cutouts: CutoutDisplay;
  readonly showForced: boolean;
  readonly timeAxis: TimeAxis;
};

const initialState: Preferences = readStored<Preferences>('preferences', {
  theme: 'system',
  cutouts: { stretch: 'linear', interval: 'zscale', cmap: 'bone' },
  showForced: true,
  timeAxis: 'days',
});

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
    forcedToggled: (state) => ({ ...state, showForced: !state.showForced }),
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
  forcedToggled,
  timeAxisChosen,
} = preferencesSlice.actions;
export const preferencesReducer = preferencesSlice.reducer;
