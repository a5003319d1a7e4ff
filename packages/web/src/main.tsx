import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { registerShell } from './app/register-shell.ts';
import { reloadWhenOutdated } from './app/reload-once.ts';
import { endOpening } from './ui/use-end-opening.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

reloadWhenOutdated();
registerShell();
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// A page that is not there by then shows how far it is.
window.setTimeout(endOpening, 5000);
