import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import type { SourceCast } from './source-cast.ts';
import type { Suite } from './suite.ts';
import { greyPng } from './visit.ts';

/** Goes to a part of the page, which is made when it comes near the screen. */
export async function part(page: Page, title: string) {
  const link = page.getByRole('navigation', { name: 'On this page' }).getByText(title);
  await link.click();
  const section = page.locator((await link.getAttribute('href')) ?? '');
  await section.getByRole('heading', { name: title }).waitFor();
  return section;
}

type GetCast = () => Promise<SourceCast>;

/** What people say of an object in its own fields, of its points, and what services make of it. */
export function defineFactTests(suite: Suite, cast: GetCast): void {
  testFacts(suite, cast);
  testSkyMaps(suite, cast);
  testAnalyses(suite, cast);
}

function testFacts(suite: Suite, cast: GetCast): void {
  test('what is known of it is changed where it stands, and points are judged', async () => {
    const { objectId } = await cast();
    const { scanner, group } = suite.stage.cast;
    await suite.visit({ path: '/about' }, async ({ page, context }) => {
      // A summary is for the groups that have saved the object.
      const headers = { authorization: `token ${scanner.token}` };
      const saving = { headers, data: { id: objectId, group_ids: [group.id] } };
      assert.equal((await context.request.post('/api/sources', saving)).status(), 200);
      await page.goto(`/source/${objectId}`);
      const about = page.locator('#about');
      const open = (name: string) => about.getByRole('button', { name: `Change: ${name}` }).click();
      const change = async (name: string, label: string, text: string) => {
        await open(name);
        await about.getByRole('textbox', { name: label }).fill(text);
        await about.getByRole('button', { name: 'Save' }).click();
        await about.getByRole('form').waitFor({ state: 'detached' });
      };
      await change('Summary', 'Summary', 'A young supernova.');
      await change('Summary', 'Summary', 'Not so young after all.');
      await about.getByText('Not so young after all.').waitFor();
      await about.getByRole('button', { name: 'History' }).first().click();
      await about.getByText(/^A young supernova\. ·/).waitFor();
      await change('Aliases', 'Names, commas between', 'SN 2026abc, ATLAS26xyz');
      await about.getByText('SN 2026abc, ATLAS26xyz').waitFor();
      await open('T0');
      await about.getByRole('textbox', { name: 'MJD' }).fill('soon');
      await about.getByText('An MJD, such as 61204.3').waitFor();
      assert.ok(await about.getByRole('button', { name: 'Save' }).isDisabled());
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.keyboard.press('Escape');
      await change('T0', 'MJD', '61204.3');
      await about.getByText('MJD 61204.3').waitFor();
      await about.getByRole('button', { name: 'Choose' }).click();
      await about.getByRole('combobox', { name: 'Galaxy' }).click();
      await page.getByRole('option', { name: 'NGC 4321' }).click();
      await about.getByText(/^NGC 4321, .*z 0\.0052/).waitFor();
      await about.getByRole('button', { name: 'Remove' }).click();
      await about.getByText(/^NGC 4321/).waitFor({ state: 'detached' });

      await about.getByRole('button', { name: 'Which it passed, and when' }).click();
      await about.getByRole('list', { name: 'Filters passed' }).getByRole('link').first().waitFor();

      const annotations = await part(page, 'Annotations');
      await annotations.getByRole('button', { name: 'Ask a catalog' }).click();
      await page.getByRole('menuitem', { name: 'Gaia' }).click();
      await annotations
        .getByRole('status')
        .filter({ hasText: /Gaia|catalog/i })
        .waitFor();

      await page.getByRole('navigation', { name: 'On this page' }).getByText('Photometry').click();
      const table = page.locator('#photometry').getByRole('region', { name: 'Detections' });
      const row = table.getByRole('row').nth(1);
      const judge = async (verdict: string) => {
        await row.getByRole('checkbox').check();
        await page.getByRole('button', { name: 'Judge' }).click();
        await page.getByRole('menuitem', { name: verdict, exact: true }).click();
      };
      await judge('Invalid');
      await row.getByText('invalid').waitFor();
      await judge('Take the verdict back');
      await row.getByText('invalid').waitFor({ state: 'detached' });
    });
  });
}

function testSkyMaps(suite: Suite, cast: GetCast): void {
  test('sky maps that hold it are told of, with how long before it they happened', async () => {
    const { objectId } = await cast();
    const { scanner } = suite.stage.cast;
    await suite.visit({ path: `/source/${objectId}` }, async ({ page, context }) => {
      await part(page, 'Annotations');
      assert.equal(await page.locator('#sky-maps').count(), 0, 'nothing where there is none');
      const headers = { authorization: `token ${scanner.token}` };
      const source = await (await context.request.get(`/api/sources/${objectId}`)).json();
      for (const [name, away] of [
        ['here', 0],
        ['elsewhere', 40],
      ] as const) {
        const skymap = { ra: source.data.ra, dec: source.data.dec - away, error: 2 };
        const data = {
          ...{ dateobs: '2026-06-12T03:00:00', skymap, tags: ['GRB'] },
          localization_name: name,
        };
        const answer = await context.request.post('/api/localization', { headers, data });
        assert.equal(answer.status(), 200, await answer.text());
      }
      await page.reload();
      const section = await part(page, 'Sky maps');
      const items = section.getByRole('list', { name: 'Sky maps that hold it' });
      await items.getByText(/^within 1 %$/).waitFor();
      await items.getByText(/2026-06-12 03:00:00 UTC · .* the first detection/).waitFor();
      assert.equal(await items.getByRole('listitem').count(), 1);
      assert.deepEqual(await findViolations(page, 'all'), []);
      await items.getByRole('link', { name: 'here' }).click();
      await page.getByRole('heading', { name: 'Within the map' }).waitFor();
    });
  });
}

function testAnalyses(suite: Suite, cast: GetCast): void {
  test('an analysis is asked for; what came of another is shown', async () => {
    const id = (await cast()).objectId;
    const { scanner } = suite.stage.cast;
    await suite.visit({ path: `/source/${id}` }, async ({ page, context }) => {
      const post = async (path: string, data: object): Promise<{ id: number }> => {
        const headers = { authorization: `token ${scanner.token}` };
        const answer = await context.request.post(`/api/${path}`, { headers, data });
        assert.equal(answer.status(), 200, await answer.text());
        return (await answer.json()).data;
      };
      const service = {
        ...{ url: 'https://fitter.invalid/fit', input_data_types: ['photometry'] },
        ...{ authentication_type: 'none', analysis_type: 'lightcurve_fitting' },
        optional_analysis_parameters: { model: ['nugent-sn2p', 'salt2'] },
      };
      await post('analysis_service', { ...service, name: 'asked', display_name: 'Asked' });
      const uploaded = { ...service, name: 'fitter', display_name: 'Fitter', upload_only: true };
      const { id: serviceId } = await post('analysis_service', uploaded);
      await post(`obj/${id}/analysis_upload/${serviceId}`, {
        message: 'made elsewhere',
        analysis: {
          results: { format: 'json', data: { chi2: 1.1 } },
          plots: [{ format: 'png', data: greyPng }],
        },
      });
      const section = await part(page, 'Analyses');
      const items = section.getByRole('list', { name: 'Analyses' }).getByRole('listitem');
      await items.getByText('made elsewhere').waitFor();
      await items.getByRole('button', { name: 'Results of Fitter' }).click();
      await items.getByText('chi2').waitFor();
      const plot = items.getByRole('img', { name: `Plot 1 of fitter of ${id}` });
      await page.waitForFunction(
        (img) => img instanceof HTMLImageElement && img.naturalWidth === 16,
        await plot.elementHandle(),
      );
      await section.getByRole('button', { name: 'Run an analysis' }).click();
      await section.getByRole('combobox', { name: 'model' }).click();
      await page.getByRole('option', { name: 'salt2' }).click();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await section.getByRole('button', { name: 'Run', exact: true }).click();
      const asked = items.filter({ hasText: 'model salt2' });
      await asked.getByText('waiting to be sent').waitFor();
      await asked.getByRole('button', { name: 'Delete' }).click();
      await asked.waitFor({ state: 'detached' });
    });
  });
}
