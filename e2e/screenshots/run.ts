import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser, withoutBrowser } from '../browser/chromium.ts';
import { openStage } from '../browser/stage.ts';
import { arrangeDemo } from './demo-data.ts';
import { shotsOf } from './shots.ts';
import { LOOKS, takeLook } from './take.ts';

const USAGE = `npm run screenshots -- [--out FOLDER] [--only NAMES] [--looks NAMES] [--format webp|png]

Writes a picture of each page, desktop and phone, light and dark, of a night that is the same on
every run. Without options: to docs/screenshots.`;

const { values } = parseArgs({
  options: {
    out: {
      type: 'string',
      default: fileURLToPath(new URL('../../docs/screenshots', import.meta.url)),
    },
    only: { type: 'string' },
    looks: { type: 'string' },
    format: { type: 'string', default: 'webp' },
    help: { type: 'boolean', default: false },
  },
});

function chosen<T extends { readonly name: string }>(all: readonly T[], names: string | undefined) {
  const wanted = names?.split(',');
  return all.filter(({ name }) => wanted?.some((one) => name.startsWith(one)) ?? true);
}

if (values.help) {
  console.log(USAGE);
} else if (withoutBrowser) {
  console.error(withoutBrowser);
  process.exitCode = 1;
} else {
  await mkdir(values.out, { recursive: true });
  const stage = await openStage({ first: 120, second: 0 });
  const browser = await launchBrowser();
  let total = 0;
  try {
    const shots = chosen(shotsOf(stage, await arrangeDemo(stage)), values.only);
    const format = values.format === 'png' ? 'png' : 'webp';
    for (const look of chosen(LOOKS, values.looks)) {
      const place = { browser, stage, folder: values.out, format } as const;
      await takeLook(place, look, shots, (file, bytes) => {
        total += bytes;
        console.log(`${file}  ${Math.round(bytes / 1000)} kB`);
      });
    }
    console.log(`${Math.round(total / 1000)} kB in all, in ${values.out}`);
  } finally {
    await browser.close();
    await stage.close();
  }
}
