import { createTheme, type Theme } from '@mui/material/styles';
import { INKS, type Ink, type ResolvedTheme, SANS, type SkyColors } from './inks.ts';

export type { ResolvedTheme, SkyColors } from './inks.ts';

declare module '@mui/material/styles' {
  interface Theme {
    sky: SkyColors;
    name: ResolvedTheme;
  }
  interface ThemeOptions {
    sky?: SkyColors;
    name?: ResolvedTheme;
  }
}

export const MONO =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

// For a thumb; what is smaller on purpose says so where it stands.
const THUMB = '@media (pointer: coarse)';
const THUMB_SIZE_PX = 42;

// A filled button is the brightest thing on the page: too bright for eyes adapted to the dark.
const NIGHT_BUTTON = { backgroundColor: '#3a0d08', '&:hover': { backgroundColor: '#4a120b' } };

// Grey is white light too.
const NIGHT_DISABLED = { disabled: '#7a1d15', disabledBackground: '#1d0503' };

// So are the parts that the library and the browser draw in white or grey.
const RED_ICON = 'brightness(0.4) sepia(1) hue-rotate(-40deg) saturate(20)';
const NIGHT_SWITCH = {
  '& .MuiSwitch-switchBase:not(.Mui-checked)': { color: '#a3281d' },
  '& .MuiSwitch-switchBase.Mui-disabled': { color: '#5c1710' },
  '& .MuiSwitch-switchBase:not(.Mui-checked) + .MuiSwitch-track': { backgroundColor: '#7a1d15' },
};

// Pictures of others are in all colours: grey, then as red as the screen can be.
const NIGHT_PICTURES = {
  '.sky-image': { filter: 'grayscale(1)' },
  '*:has(> .sky-image)': { position: 'relative' },
  '*:has(> .sky-image)::after': {
    content: '""',
    position: 'absolute',
    inset: 0,
    backgroundColor: '#ff0000',
    mixBlendMode: 'multiply',
    pointerEvents: 'none',
  },
} as const;

function componentDefaults(ink: Ink, isNight: boolean) {
  return {
    MuiCssBaseline: {
      styleOverrides: {
        html: { colorScheme: ink.mode, scrollbarGutter: 'stable' },
        body: { fontVariantNumeric: 'tabular-nums', overflowX: 'hidden' },
        ...(isNight ? NIGHT_PICTURES : {}),
        ':focus-visible': { outline: `2px solid ${ink.accent}`, outlineOffset: 2 },
        '@media (prefers-reduced-motion: reduce)': {
          '*': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
        },
      },
    },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { disableElevation: true, size: 'small' },
      styleOverrides: {
        root: {
          textTransform: 'none',
          fontWeight: 600,
          [THUMB]: { minHeight: THUMB_SIZE_PX },
        },
        contained: isNight ? { ...NIGHT_BUTTON, color: ink.text } : {},
      },
    },
    MuiFab: { styleOverrides: { root: isNight ? { ...NIGHT_BUTTON, color: ink.text } : {} } },
    MuiIconButton: {
      styleOverrides: {
        sizeMedium: { [THUMB]: { minWidth: THUMB_SIZE_PX, minHeight: THUMB_SIZE_PX } },
      },
    },
    MuiMenuItem: { styleOverrides: { root: { [THUMB]: { minHeight: THUMB_SIZE_PX } } } },
    MuiOutlinedInput: {
      styleOverrides: {
        root: { [THUMB]: { minHeight: THUMB_SIZE_PX } },
        notchedOutline: { borderColor: ink.line },
      },
    },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiSelect: { defaultProps: { size: 'small' } },
    MuiChip: { defaultProps: { size: 'small' }, styleOverrides: { root: { borderRadius: 5 } } },
    MuiTableCell: { styleOverrides: { root: { borderColor: ink.line, padding: '4px 8px' } } },
    MuiToggleButton: {
      styleOverrides: {
        root: {
          textTransform: 'none',
          padding: '2px 8px',
          fontSize: 12,
          [THUMB]: { minHeight: THUMB_SIZE_PX },
        },
      },
    },
    MuiSwitch: { styleOverrides: { root: isNight ? NIGHT_SWITCH : {} } },
    MuiInputBase: {
      styleOverrides: {
        input: isNight ? { '&::-webkit-calendar-picker-indicator': { filter: RED_ICON } } : {},
      },
    },
    MuiAlert: {
      styleOverrides: { root: { borderRadius: 8, ...(isNight ? { color: ink.text } : {}) } },
    },
  } as const;
}

/** The app's look: dense, calm, the same spacing everywhere. */
export function makeTheme(name: ResolvedTheme): Theme {
  const ink = INKS[name];
  return createTheme({
    name,
    sky: ink.sky,
    palette: {
      mode: ink.mode,
      background: { default: ink.page, paper: ink.paper },
      divider: ink.line,
      text: {
        primary: ink.text,
        secondary: ink.quiet,
        ...(name === 'night' ? { disabled: NIGHT_DISABLED.disabled } : {}),
      },
      action: {
        ...(name === 'night' ? NIGHT_DISABLED : {}),
        active: ink.quiet,
        hover: `${ink.accent}14`,
        selected: `${ink.accent}1a`,
      },
      primary: { main: ink.accent, contrastText: ink.onAccent },
      info: { main: ink.accent, contrastText: ink.onAccent },
      success: { main: ink.good },
      error: { main: ink.bad },
      warning: { main: ink.warn },
    },
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: SANS,
      fontSize: 13,
      h1: { fontSize: 20, fontWeight: 650, letterSpacing: '-0.01em' },
      h2: { fontSize: 15, fontWeight: 650 },
      h3: { fontSize: 13, fontWeight: 650 },
      body1: { fontSize: 14 },
      body2: { fontSize: 13 },
      caption: { fontSize: 12, lineHeight: 1.4 },
    },
    components: componentDefaults(ink, name === 'night'),
  });
}
