/**
 * Runs before the app is there: a small script that asks for what the page shows first, fetches the parts of
 * the app that it needs, and shows the answer as plain text until the app does. It keeps nothing, and asks as
 * the app would: see docs/adr/0045-an-opening-before-the-app.md.
 */
import { Answers } from './answers.ts';
import { showEarlyTheme } from './early-theme.ts';
import { openingOf } from './pages.ts';
import { paint } from './paint.ts';
import { preloadParts } from './parts.ts';

const ink = showEarlyTheme();
const { pathname } = window.location;
const opening = openingOf(pathname);
if (opening !== null) {
  const answers = new Answers(Date.now());
  globalThis.fritzOpened = answers;
  opening
    .ask(answers, () => preloadParts(opening.name))
    .then(
      (view) => paint(view, ink),
      // The app tells what went wrong.
      () => undefined,
    );
}
