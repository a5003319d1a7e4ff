/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { findViolations } from './axe.ts';
import { linkLsst } from './joint-cast.ts';
import { arrangeSource, type SourceCast, twinId } from './source-cast.ts';
import { defineFactTests, part } from './source-facts.ts';
import { browserSuite } from './suite.ts';
import { readPicture } from './visit.ts';

const phone = { width: 390, height: 844 };

browserSuite('the source page', { first: 40, second: 0 }, (suite) => {
  let arranged: Promise<SourceCast> | null = null;
  const cast = () => {
    arranged ??= arrangeSource(suite.stage);
    return arranged;
  };
  const path = async () => `/source/${(await cast()).objectId}`;

  test('an object is classified by keys; a classification is voted on, withdrawn, and is back', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = await part(page, 'Classifications');
      await section.getByRole('button', { name: 'Classify' }).click();
      await page.getByRole('combobox', { name: 'Class' }).pressSequentially('sn ia');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('85%');
      await page.keyboard.press('Enter');
      const list = section.getByRole('list', { name: 'Classifications' });
      const item = list.getByRole('listitem').filter({ hasText: 'scanner' });
      await item.filter({ hasText: '85 %' }).waitFor();

      await item.getByRole('button', { name: 'Disagree with Ia' }).click();
      await item.getByRole('button', { name: 'Disagree with Ia', pressed: true }).waitFor();
      await item.getByRole('button', { name: 'Change' }).click();
      await item.getByRole('textbox', { name: 'Probability of Ia' }).fill('0.5');
      await page.keyboard.press('Enter');
      await item.filter({ hasText: '50 %' }).waitFor();
      await item.getByRole('button', { name: 'History' }).click();
      await item.getByText(/scanner changed it to Ia \(50 %\)/).waitFor();

      await item.getByRole('button', { name: 'Withdraw Ia' }).click();
      await item.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await item.waitFor();
      await item.getByRole('button', { name: 'Withdraw Ia' }).click();
      await item.waitFor({ state: 'detached' });
      // Whoever leaves the page has said so for good.
      const sent = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
      await page.getByRole('link', { name: 'Groups' }).click();
      assert.equal((await sent).status(), 200);
    });
  });

  test('a comment with a name and a file is seen at once in another browser', async () => {
    const { colleague } = await cast();
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = await part(page, 'Comments');
      await section.getByText('No comments yet.').waitFor();
      await suite.visit({ path: await path(), user: colleague }, async ({ page: other }) => {
        const theirs = await part(other, 'Comments');
        await theirs.getByText('No comments yet.').waitFor();
        await other.getByTitle(/^Live/).waitFor();

        const box = section.getByRole('textbox', { name: 'Comment' });
        await box.pressSequentially('**Young**, @ad');
        await page.getByRole('option', { name: 'ada' }).waitFor();
        await page.keyboard.press('Enter');
        await box.pressSequentially(
          '<img src=x onerror="window.hacked=1"> [no](javascript:alert(1))',
        );
        await section.getByLabel('File to attach').setInputFiles({
          name: 'note.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('seen at dusk'),
        });
        await section.getByText('note.txt, 12 B').waitFor();
        await page.keyboard.press('Control+Enter');

        const comment = theirs.getByRole('list', { name: 'Comments' }).getByRole('listitem');
        await comment.getByText('Young').waitFor();
        assert.equal(await comment.locator('strong').innerText(), 'Young');
        assert.equal(await comment.locator('b', { hasText: '@ada' }).count(), 1);
        // HTML is text, and what would run is no link.
        assert.equal(await comment.locator('img').count(), 0);
        assert.equal(await comment.getByText('<img src=x').count(), 1);
        assert.equal(await comment.getByRole('link', { name: 'no', exact: true }).count(), 0);
        const [file] = await Promise.all([
          other.waitForEvent('download'),
          comment.getByRole('link', { name: 'note.txt' }).click(),
        ]);
        assert.equal(await readFile(await file.path(), 'utf8'), 'seen at dusk');
        assert.equal(await other.evaluate(() => Reflect.has(window, 'hacked')), false);
      });

      const own = section.getByRole('list', { name: 'Comments' }).getByRole('listitem');
      await own.getByRole('button', { name: 'Edit' }).click();
      await own.getByRole('textbox', { name: 'Change the comment' }).fill('Old after all');
      await own.getByRole('button', { name: 'Save' }).click();
      await own.getByText('Old after all').waitFor();
      await own.getByRole('button', { name: 'changed' }).click();
      const past = own.getByRole('list', { name: 'What it said before' });
      await past.getByText('Young', { exact: true }).waitFor();
      await past.getByText(/ UTC, changed by scanner$/).waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await own.getByRole('button', { name: 'Delete' }).click();
      await section.getByText('No comments yet.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await own.getByText('Old after all').waitFor();

      await section.getByRole('button', { name: 'New conversation' }).click();
      await section.getByRole('textbox', { name: 'Name of the conversation' }).fill('spectra');
      await page.keyboard.press('Enter');
      await section.getByText('No comments yet.').waitFor();
      await section.getByRole('textbox', { name: 'Comment' }).fill('Ask for time');
      await section.getByRole('button', { name: 'Send' }).click();
      await section.getByText('Ask for time').waitFor();
      await section.getByRole('button', { name: 'main', exact: true }).click();
      await section.getByText('Old after all').waitFor();
      // For one group alone.
      await section.getByRole('combobox', { name: 'For' }).fill('Super');
      await page.getByRole('option', { name: 'Supernovae' }).click();
      await section.getByRole('textbox', { name: 'Comment' }).fill('Between us');
      await section.getByRole('button', { name: 'Send' }).click();
      const narrow = section.getByRole('listitem').filter({ hasText: 'Between us' });
      await narrow.getByText('for Supernovae', { exact: true }).waitFor();

      const interests = page.locator('#interests');
      await interests.scrollIntoViewIfNeeded();
      await interests.getByRole('button', { name: 'I work on it' }).click();
      await interests.getByRole('textbox', { name: 'What you mean to do' }).fill('Early light');
      await page.keyboard.press('Enter');
      await interests.getByRole('listitem').filter({ hasText: 'scanner: Early light' }).waitFor();
    });
  });

  test('redshift, name and tags are changed where they stand, and distances follow', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      const about = await part(page, 'About');
      await about.getByRole('button', { name: 'Change: Redshift' }).click();
      const form = about.getByRole('form', { name: 'Change: Redshift' });
      await form.getByLabel('z', { exact: true }).fill('far');
      await form.getByText('A number from −1 to 50').waitFor();
      await form.getByLabel('z', { exact: true }).fill('0.0345');
      await form.getByLabel('Error').fill('0.0002');
      await page.keyboard.press('Enter');
      await about.getByText('0.0345 ± 0.0002').waitFor();
      await about.getByText(/Mpc, modulus 35\.9/).waitFor();
      await about.getByRole('button', { name: 'Change: TNS name' }).click();
      await about.getByRole('textbox', { name: 'TNS name' }).fill('AT 2026abc');
      await page.keyboard.press('Enter');
      const place = await part(page, 'Place and links');
      const tns = place.getByRole('link', { name: 'TNS' });
      await page.waitForFunction(() => document.querySelector('a[href$="/object/2026abc"]'));
      assert.equal(await tns.getAttribute('href'), 'https://www.wis-tns.org/object/2026abc');

      const copy = about.getByRole('button', { name: 'Copy its photometry' });
      await about.getByRole('link', { name: twinId }).waitFor();
      await copy.click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Copy' }).click();
      await about.getByText('1 point copied').waitFor();

      await suite.stage.arrange((client) =>
        client.query(
          "INSERT INTO fritz.obj_tag_options (name) VALUES ('Young') ON CONFLICT DO NOTHING",
        ),
      );
      const tags = page.getByRole('group', { name: 'Tags' });
      await tags.getByRole('button', { name: 'Add a tag' }).click();
      await page.getByRole('combobox', { name: 'Tag' }).fill('you');
      await page.getByRole('option', { name: 'Young' }).waitFor();
      await page.keyboard.press('Enter');
      await tags.getByText('Young').waitFor();
      await tags.getByRole('button', { name: 'Tag Young; Delete takes it off' }).press('Delete');
      await tags.getByText('Young').waitFor({ state: 'detached' });
    });
  });

  test('the light curve is seen in flux, absolute, folded; points are chosen and kept', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = await part(page, 'Light curve');
      const plot = section.getByRole('img', { name: /^Light curve of/ });
      const first = await readPicture(plot.locator('canvas'));
      await section.getByRole('switch', { name: 'Smoothed' }).click();
      await section.getByText(/^magnitude, AB; lines: flux smoothed over 2 d$/).waitFor();
      assert.notEqual((await readPicture(plot.locator('canvas'))).digest, first.digest);
      await section.getByRole('button', { name: 'Vega', exact: true }).click();
      await section.getByText(/^magnitude, Vega; lines/).waitFor();
      const others = section.getByRole('group', { name: 'Others at this place' });
      const count = async () =>
        Number(/: (\d+) detections/.exec((await plot.getAttribute('aria-label')) ?? '')?.[1]);
      const own = await count();
      await others.getByRole('button', { name: twinId }).click();
      await page.waitForFunction(
        (all) => document.querySelector(`[aria-label*=": ${all} detections"]`) !== null,
        own + 1,
      );
      assert.deepEqual(await findViolations(page, 'all'), []);
      await others.getByRole('button', { name: twinId }).click();
      await section.getByRole('switch', { name: 'Smoothed' }).click();
      await section.getByRole('button', { name: 'AB', exact: true }).click();
      await section.getByRole('button', { name: 'flux', exact: true }).click();
      await section.getByText('flux, µJy').waitFor();
      assert.notEqual((await readPicture(plot.locator('canvas'))).digest, first.digest);
      await section.getByRole('button', { name: 'absolute' }).click();
      await section.getByText(/^absolute magnitude, AB/).waitFor();
      await section.getByRole('combobox', { name: 'Time' }).click();
      await page.getByRole('option', { name: 'phase' }).click();
      await section.getByRole('textbox', { name: 'Period, days' }).fill('12 h');
      await section.getByRole('button', { name: 'Twice the period' }).click();
      await section.getByText(/^phase since MJD/).waitFor();
      await section.getByRole('button', { name: 'Note this period' }).click();
      await section.getByRole('button', { name: /^Noted: 1\.00000 d/ }).waitFor();

      await section.getByRole('button', { name: 'Choose points' }).click();
      const box = await plot.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 60, box.y + 12);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 20, box.y + box.height - 30, { steps: 4 });
      await page.mouse.up();
      const chosen = section.getByRole('region', { name: 'Chosen points' });
      await chosen.waitFor();
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        section.getByRole('button', { name: 'CSV of these' }).click(),
      ]);
      const lines = (await readFile(await csv.path(), 'utf8')).trim().split('\n');
      assert.match(lines[0] ?? '', /^obj_id,mjd,filter,mag/);
      await section.getByText(`${lines.length - 1} point`, { exact: false }).waitFor();
      for (const kind of ['PNG', 'SVG']) {
        const [picture] = await Promise.all([
          page.waitForEvent('download'),
          section.getByRole('button', { name: kind }).click(),
        ]);
        const bytes = await readFile(await picture.path());
        assert.match(
          bytes.subarray(0, 8).toString('latin1'),
          kind === 'PNG' ? /^\x89PNG/ : /^<svg/,
        );
      }
    });
  });

  test('the light curve has the points of a linked object of another survey, framed, while they are wanted', async () => {
    const { objectId } = await cast();
    await linkLsst(suite.stage, objectId);
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = await part(page, 'Light curve');
      const surveys = section.getByRole('group', { name: 'Surveys' });
      const lsst = surveys.getByRole('button', { name: '◯ LSST' });
      await lsst.waitFor();
      const count = async () => {
        const plot = section.getByRole('img', { name: /^Light curve of/ });
        return Number(
          /: (\d+) detections/.exec((await plot.getAttribute('aria-label')) ?? '')?.[1],
        );
      };
      const both = await count();
      await lsst.click();
      const own = await count();
      assert.ok(own > 0 && both > own, `${both} points, ${own} of its own`);
      await surveys.getByRole('button', { name: 'ZTF' }).click();
      await section.getByText('Nothing of what there is is chosen above.').waitFor();
      await lsst.click();
      assert.equal(await count(), both - own, 'those of the linked object alone');
      await surveys.getByRole('button', { name: 'ZTF' }).click();
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        section.getByRole('button', { name: 'CSV', exact: true }).click(),
      ]);
      assert.match(await readFile(await csv.path(), 'utf8'), /^[0-9]{10,},\d+\.\d+,lsst[ugrizy],/m);
      const [svg] = await Promise.all([
        page.waitForEvent('download'),
        section.getByRole('button', { name: 'SVG' }).click(),
      ]);
      assert.match(await readFile(await svg.path(), 'utf8'), /◯ LSST/);
    });
    await suite.visit({ path: await path(), viewport: phone, isPhone: true }, async ({ page }) => {
      const section = await part(page, 'Light curve');
      await section.getByRole('button', { name: '◯ LSST' }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= phone.width, `${width} px wide`);
    });
  });

  test('spectra are plotted with lines, fetched as files, and uploaded after a look', async () => {
    const { spectrograph } = await cast();
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = await part(page, 'Spectra');
      const plot = section.getByRole('img', { name: /^Spectra of/ });
      const plain = await readPicture(plot.locator('canvas'));
      await plot.hover();
      await section.getByText(/^SEDM 2026-06-\d\d: \d{4}\.\d Å, /).waitFor();
      await section.getByRole('combobox', { name: /^Lines/ }).click();
      await page.getByRole('option', { name: 'Si II', exact: true }).click();
      await page.keyboard.press('Escape');
      await section.getByRole('textbox', { name: 'km/s towards us' }).fill('11000');
      assert.notEqual((await readPicture(plot.locator('canvas'))).digest, plain.digest);
      await section.getByRole('button', { name: 'rest frame' }).click();
      await section.getByText('rest wavelength, Å').waitFor();
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        section.getByRole('link', { name: /2026-06-14 as csv/ }).click(),
      ]);
      assert.match(await readFile(await csv.path(), 'utf8'), /3600/);

      await section.getByRole('button', { name: 'Upload a spectrum' }).click();
      const dialog = page.getByRole('dialog', { name: /^Upload a spectrum/ });
      const paste = dialog.getByRole('textbox', { name: 'Or paste it here' });
      await paste.fill('4000 1.0\n4010 bad\n4020 1.2\n');
      await dialog.getByText(/Line 2: 4010 bad/).waitFor();
      await paste.fill('4000 1.0\n4010 1.1\n4020 1.2\n');
      await dialog.getByText(/^3 points, 4000\.0 to 4020\.0 Å/).waitFor();
      await dialog.getByRole('combobox', { name: 'Instrument' }).fill(spectrograph.name);
      await page.getByRole('option').first().click();
      await dialog.getByRole('textbox', { name: 'Observed at, UTC' }).fill('61210.25');
      await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
      await dialog.getByText('The spectrum is stored.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      const table = section.getByRole('region', { name: 'Spectra' });
      const row = table.getByRole('row').filter({ hasText: '2026-06-19 06:00' });
      await row.waitFor();
      await row.getByRole('button', { name: /^Delete/ }).click();
      await row.waitFor({ state: 'detached' });
    });
  });

  test('photometry is pasted, its columns are named, wrong rows are told, and it is stored', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      const section = page.locator('#photometry');
      await section.scrollIntoViewIfNeeded();
      await section.getByRole('button', { name: 'Upload' }).click();
      const dialog = page.getByRole('dialog', { name: /^Upload photometry/ });
      const paste = dialog.getByRole('textbox', { name: 'Or paste it here' });
      const table = (band: string) =>
        `mjd band magnitude e_mag lim\n61210.1 ${band} 19.2 0.1 20.5\n61211.1 ztfr 19.1 0.1 20.5\n`;
      await paste.fill(table('nosuch'));
      await dialog.getByText('2 rows').waitFor();
      await dialog.getByText(/Still needed: the instrument/).waitFor();
      const what = dialog.getByRole('combobox', { name: 'What the column lim is' });
      await what.click();
      await page.getByRole('option', { name: 'Limiting magnitude' }).click();
      await dialog.getByRole('combobox', { name: 'Instrument' }).fill('Imager');
      await page.getByRole('option').first().click();
      await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
      const preview = dialog.getByRole('region', { name: 'Preview' });
      await preview
        .getByRole('row')
        .nth(1)
        .getByText(/filter: .*nosuch/)
        .waitFor();

      await paste.fill(table('ztfg'));
      await preview.getByText('ztfg').waitFor();
      await dialog.getByRole('combobox', { name: 'What the column lim is' }).click();
      await page.getByRole('option', { name: 'Limiting magnitude' }).click();
      await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
      await dialog.getByText('2 points are stored.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      const detections = page.getByRole('region', { name: 'Detections' });
      await detections.getByText('61211.10000').waitFor();

      const times = async () =>
        (await detections.getByRole('row').allInnerTexts()).flatMap((row) =>
          (/\b\d{5}\.\d{5}\b/.exec(row) ?? []).map(Number),
        );
      const newestFirst = await times();
      assert.ok(newestFirst.length > 1);
      assert.deepEqual(
        newestFirst,
        newestFirst.toSorted((one, other) => other - one),
      );
      await detections.getByRole('button', { name: 'MJD' }).click();
      const oldestFirst = await times();
      assert.deepEqual(
        oldestFirst,
        oldestFirst.toSorted((one, other) => one - other),
      );
      await detections.getByRole('columnheader', { name: 'MJD' }).waitFor();
      await section.getByRole('button', { name: 'Columns: Detections' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'candid' }).click();
      await page.keyboard.press('Escape');
      assert.equal(await detections.getByRole('columnheader', { name: 'candid' }).count(), 0);
      const row = detections.getByRole('row').filter({ hasText: '61211.10000' });
      await row.getByRole('checkbox').check();
      await section.getByRole('button', { name: 'Who can see this' }).click();
      await page.getByRole('dialog').getByText('Brought it: an owner').waitFor();
      await page.keyboard.press('Escape');
      assert.deepEqual(await findViolations(page, 'all'), []);
      await section.getByRole('button', { name: 'Delete 1 point' }).click();
      await section.getByRole('button', { name: 'Really delete 1 point' }).click();
      await row.waitFor({ state: 'detached' });
    });
  });

  test('files of every kind are read, previewed, and told apart', async () => {
    const id = (await cast()).objectId;
    await suite.visit({ path: await path() }, async ({ page, context }) => {
      const fetched = async (url: string) => (await context.request.get(url)).body();
      const dialog = page.getByRole('dialog', { name: /^Upload photometry/ });
      const counts = new Set<string>();
      await page.locator('#photometry').scrollIntoViewIfNeeded();
      for (const format of ['csv', 'ecsv', 'fits', 'votable']) {
        await page.locator('#photometry').getByRole('button', { name: 'Upload' }).click();
        const name = `photometry.${format === 'votable' ? 'xml' : format}`;
        const url = `/api/sources/${id}/photometry?format=both&file_format=${format}`;
        const file = { name, mimeType: 'application/octet-stream', buffer: await fetched(url) };
        await dialog.locator('input[type="file"]').setInputFiles(file);
        counts.add(await dialog.getByText(/^\d+ rows$/).innerText());
        await dialog.getByRole('region', { name: 'Preview' }).getByText('ztfr').first().waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
      assert.equal(counts.size, 1, [...counts].join());

      const section = await part(page, 'Spectra');
      const link = section.getByRole('link', { name: /2026-06-14 as fits/ });
      const buffer = await fetched((await link.getAttribute('href')) ?? '');
      await section.getByRole('button', { name: 'Upload a spectrum' }).click();
      const upload = page.getByRole('dialog', { name: /^Upload a spectrum/ });
      await upload
        .locator('input[type="file"]')
        .setInputFiles({ name: 'spectrum.fits', mimeType: 'application/fits', buffer });
      await upload.getByText(/^900 points, 3600\.0 to 8994\.0 Å/).waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
  });

  test('what is said and measured tells who sees it, and the history has all of it', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      const spectra = await part(page, 'Spectra');
      await spectra
        .getByRole('button', { name: /^Who can see SEDM/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: /^Who can see SEDM/ });
      await dialog.getByText(/In Supernovae, with which it is shared/).waitFor();
      await page.keyboard.press('Escape');
      const comments = await part(page, 'Comments');
      await comments.getByRole('textbox', { name: 'Comment' }).fill('To be told of');
      await comments.getByRole('button', { name: 'Send' }).click();
      await comments.getByText('To be told of').waitFor();
      await comments
        .getByRole('button', { name: /^Who can see the comment/ })
        .last()
        .click();
      await page.getByRole('dialog').getByText('Wrote it: an author always').waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.keyboard.press('Escape');

      const history = await part(page, 'History');
      const changes = history.getByRole('list', { name: 'Changes' });
      await changes
        .getByText(/added a comment to/)
        .first()
        .waitFor();
      await history.getByRole('combobox', { name: 'What' }).click();
      await page.getByRole('option', { name: 'Spectra' }).click();
      await changes
        .getByText(/a spectrum/)
        .first()
        .waitFor();
      assert.equal(await changes.getByText(/comment/).count(), 0);
      await history.getByRole('link', { name: 'Open as a page' }).click();
      await page.getByRole('heading', { name: 'History', level: 1 }).waitFor();
    });
  });

  test('has no serious fault for those who hear it or use keys, and fits a phone', async () => {
    await suite.visit({ path: await path() }, async ({ page }) => {
      for (const title of ['Classifications', 'Comments', 'Spectra', 'Annotations', 'History']) {
        await part(page, title);
      }
      await page.getByRole('img', { name: /^Spectra of/ }).waitFor();
      await page
        .getByRole('list', { name: 'Classifications' })
        .getByRole('listitem')
        .first()
        .waitFor();
      // Its colours in other themes are those of every page.
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
    await suite.visit({ path: await path(), viewport: phone, isPhone: true }, async ({ page }) => {
      for (const title of ['Comments', 'Spectra', 'Place and links', 'History'])
        await part(page, title);
      await page.getByRole('img', { name: /^Spectra of/ }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= phone.width, `${width} px wide`);
    });
  });

  defineFactTests(suite, cast);
});
