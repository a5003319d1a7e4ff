import { after, before, describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, withoutBrowser } from './chromium.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { type Visit, type VisitOptions, visit } from './visit.ts';

/** What a browser test starts from. */
export interface Suite {
  readonly stage: Stage;
  /** Opens a browser as somebody, for the duration of `act`. */
  visit(options: VisitOptions, act: (visit: Visit) => Promise<void>): Promise<void>;
}

/** Tests on one stage and in one browser; skipped, with the reason, where there is none. */
export function browserSuite(
  name: string,
  alerts: StageOptions,
  define: (suite: Suite) => void,
): void {
  describe(name, { skip: withoutBrowser }, () => {
    let browser: Browser;
    let stage: Stage;
    before(async () => {
      stage = await openStage(alerts);
      browser = await launchBrowser();
    });
    after(async () => {
      await browser?.close();
      await stage?.close();
    });
    define({
      get stage() {
        return stage;
      },
      visit: (options, act) => visit(browser, stage, options, act),
    });
  });
}
