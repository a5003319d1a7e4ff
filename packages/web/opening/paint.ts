import { type Ink, SANS } from '../src/app/inks.ts';
import type { OpeningCard, OpeningView } from './views.ts';

/** The app's header, which will stand there. */
const HEADER_PX = 48;

function block(style: string, text = ''): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = style;
  element.textContent = text;
  return element;
}

function paintCard({ title, lines }: OpeningCard, ink: Ink): HTMLElement {
  const card = block(
    `background:${ink.paper};border:1px solid ${ink.line};border-radius:8px;box-sizing:border-box;` +
      `padding:8px 10px;margin-bottom:8px;overflow-wrap:anywhere`,
  );
  if (title !== '') card.append(block('font-size:15px;font-weight:650;line-height:1.5', title));
  const shown = lines.filter((line) => line !== '');
  card.append(...shown.map((line) => block('font-size:13px;line-height:1.5', line)));
  return card;
}

/**
 * Shows it over the app's place until the app takes it away. It is a picture of what is coming, and not of
 * the page: readers of screens wait for the app, as do fingers.
 */
export function paint(view: OpeningView, ink: Ink): void {
  if (document.documentElement.dataset.opened !== undefined) return;
  if (document.body === null) {
    document.addEventListener('readystatechange', () => paint(view, ink), { once: true });
    return;
  }
  const opening = block(
    'position:absolute;inset:0;z-index:2000;overflow:hidden;font-variant-numeric:tabular-nums;' +
      `background:${ink.page};color:${ink.text};font-family:${SANS}`,
  );
  opening.id = 'opening';
  opening.setAttribute('aria-hidden', 'true');
  const header = block(
    `height:${HEADER_PX}px;box-sizing:border-box;display:flex;align-items:center;padding:0 16px;` +
      `background:${ink.paper};border-bottom:1px solid ${ink.line};font-size:16px;font-weight:700`,
    'Fritz',
  );
  const page = block('padding:16px 8px');
  page.append(
    block('font-size:20px;font-weight:650;letter-spacing:-0.01em;margin-bottom:12px', view.title),
  );
  page.append(...view.cards.map((card) => paintCard(card, ink)));
  opening.append(header, page);
  document.body.append(opening);
}
