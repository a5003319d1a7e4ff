import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { reloadWhenOutdated } from './app/reload-once.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

reloadWhenOutdated();
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
