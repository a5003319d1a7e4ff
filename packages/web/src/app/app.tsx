import { CssBaseline, ThemeProvider } from '@mui/material';
import { Provider } from 'react-redux';
import { Router } from './router.tsx';
import { store } from './store.ts';
import { useThemeChoice } from './use-theme-choice.ts';

function ThemedApp() {
  const theme = useThemeChoice();
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <Router />
    </ThemeProvider>
  );
}

export function App() {
  return (
    <Provider store={store}>
      <ThemedApp />
    </Provider>
  );
}
