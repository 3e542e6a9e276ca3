import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { readBarcodes as readByDefault } from 'zxing-wasm/reader';
import { readBarcodes } from '#analysis/barcodes/read-barcodes.ts';
import { checks } from '#analysis/checks/registry.ts';
import { definitionFolders, mustLoadDefinitions } from '#analysis/documents/load-definitions.ts';
import { createFaceFinder } from '#analysis/faces/face-finder.ts';
import { createCaptureFeatures, type CaptureFeatures } from '#analysis/features/capture-features.ts';
import { documentFactsOf } from '#analysis/features/document-facts.ts';
import { extractDocumentFeatures, type DocumentStepDeps } from '#analysis/features/document-features.ts';
import { regionsOf, seekRegions } from '#analysis/features/document-regions.ts';
import { issuingAuthorityOf } from '#analysis/features/issuing-authority.ts';
import { coverOf, likenessOf, measureSide } from '#analysis/features/measure-side.ts';
import { openSides } from '#analysis/features/open-sides.ts';
import { frameOf, pageOf, readPrint } from '#analysis/features/printed-page.ts';
import type { SideFacts } from '#analysis/features/side-facts.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { warpQuad } from '#analysis/image/warp.ts';
import { shrinkNatively } from '#analysis/image/resize-natively.ts';
import { findDocuments, findLongSidePx } from '#analysis/locate/find-documents.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet, type ModelPool } from '#analysis/models/pool.ts';
import { createPrintLineNet } from '#analysis/models/print-line-net.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { aCaptureInput } from '#analysis/testing/specimen-pictures.ts';
import { idCardAndSelfie, type Side } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { findByContours, withOpenCv, type OpenCv } from '../corpus/measure/contour-baseline.ts';
import { drawCards, type BenchCard, type BenchPicture } from './bench-card.ts';
import { recordSpent, takeTurns, type Figure } from './figures.ts';
import { findInks } from './ink-baseline.ts';
import { spentOn } from './processor-time.ts';
import { tesseract } from './tesseract-command.ts';

// Each stage of an analysis by itself, in this process, on one thread of the nets, against what else does the same or nearly; where nothing
// does, against Tesseract's page or the stage's own nets. The pictures are those of "two-sided card and selfie".

const referenceDay = '2026-11-25';
const referenceDate = new Date(`${referenceDay}T00:00:00Z`);
const { signal } = new AbortController();
const step = must(
  idCardAndSelfie.steps.find(({ type }) => type === 'document'),
  'a document step',
);
const ocr = createOcr();

let pool: ModelPool;
let cv: OpenCv;
let card: BenchCard;
let licence: BenchCard;
let remove: () => Promise<void>;
/** Front and back of the card as an analysis has them. */
let front: SideFacts;
let back: SideFacts;

beforeAll(async () => {
  const { manifest, installedFolder } = locateModels();
  pool = createModelPool({ manifest, folder: installedFolder, intraOpThreads: 1 });
  // In an object, since a promise of the module itself never settles.
  const loaded = await new Promise<{ readonly cv: OpenCv }>((resolve) => {
    withOpenCv((module) => {
      resolve({ cv: module });
    });
  });
  ({ cv } = loaded);
  const drawn = await drawCards(['td1-card', 'aamva-licence']);
  ({ 'td1-card': card, 'aamva-licence': licence } = drawn.cards);
  ({ remove } = drawn);
  const captures = capturesOf(card);
  const opened = await openSides(step, captures, {
    signal,
    onDone: () => undefined,
    onZoneSearched: () => undefined,
  });
  const [first, second] = await Promise.all(
    opened.readable.map(async (side) => ({
      ...(await opened.onSide(side)),
      faces: await side.capture.faces(),
    })),
  );
  [front, back] = [must(first, 'a front'), must(second, 'a back')];
});
afterAll(async () => {
  await Promise.all([pool.dispose(), ocr.dispose(), remove()]);
});

function capturesOf({ front: one, back: other }: BenchCard): ReadonlyMap<Side, CaptureFeatures> {
  const featuresOf = (side: Side, { bytes }: BenchPicture): CaptureFeatures =>
    createCaptureFeatures(aCaptureInput(side, bytes), {
      pool,
      faceFinder: createFaceFinder(pool),
      referenceDate,
      signal,
      onDone: () => undefined,
    });
  return new Map([
    ['front', featuresOf('front', one)],
    ['back', featuresOf('back', other)],
  ]);
}

async function measure(
  about: Pick<Figure, 'name' | 'ours' | 'baseline'> & { readonly goal?: number },
  runs: number,
  ours: () => Promise<unknown>,
  baseline: () => Promise<unknown>,
): Promise<void> {
  // V8 compiles the loops of pixels in the first few rounds, and a worker is past them.
  for (let round = 0; round < 4; round++) await ours();
  const taken = await takeTurns(
    runs,
    () => spentOn(ours),
    () => spentOn(baseline),
  );
  recordSpent({ goal: null, ...about }, taken);
}

async function decoded({ bytes }: BenchPicture): Promise<RgbRaster> {
  const reply = await decodeImage(bytes);
  return must(reply.ok ? reply.image : null, 'a picture of ours');
}

it('decode', () =>
  measure(
    {
      name: 'stage: decode',
      ours: 'limits, orientation, colors, pixels of a JPEG of 1800 px',
      baseline: 'sharp alone: the same file to raw pixels',
    },
    21,
    () => decoded(card.front),
    () => sharp(card.front.bytes).raw().toBuffer(),
  ));

it('outline', async () => {
  const net = await mustGetNet(pool, 'document-outline');
  await measure(
    {
      name: 'stage: outline',
      ours: 'shrunk, marked by the net, lines fitted and brought to the edges',
      baseline: 'OpenCV.js: Canny, contours, approxPolyDP of the same pixels',
    },
    15,
    async () => {
      const { image } = await shrinkNatively(front.image, findLongSidePx);
      expect((await findDocuments(image, net)).documents).not.toHaveLength(0);
    },
    () => Promise.resolve(findByContours(cv, front.image)),
  );
});

it('faces', async () => {
  const inputs: (() => Promise<unknown>)[] = [];
  const listening: ModelPool = {
    ...pool,
    async session(name) {
      const result = await pool.session(name);
      if (!result.ok) return result;
      const { net } = result;
      return {
        ...result,
        net: {
          ...net,
          run(values) {
            inputs.push(() => net.run(values));
            return net.run(values);
          },
        },
      };
    },
  };
  expect(await createFaceFinder(listening).find(front.image, { signal })).not.toHaveLength(0);
  await measure(
    {
      name: 'stage: faces',
      ours: 'found on a card’s front, landmarks, descriptor, age, quality',
      baseline: 'the nets of it alone, on the same inputs',
    },
    11,
    () => createFaceFinder(pool).find(front.image, { signal }),
    async () => {
      for (const again of inputs) await again();
    },
  );
});

it('machine-readable zone', async () => {
  const recognizer = createMrzLineNet(await mustGetNet(pool, 'mrz-line'));
  await measure(
    {
      name: 'stage: whole picture to MRZ',
      ours: 'a card’s back from the file to the zone’s fields, one thread',
      baseline: 'tesseract --psm 3 of the same file, one thread',
      goal: 0.5,
    },
    15,
    async () => {
      const found = await readMrz(await decoded(card.back), recognizer, { referenceDate });
      expect(found).toMatchObject({ kind: 'read', format: 'TD1' });
    },
    () => tesseract(card.back.file, 3),
  );
});

it('text recognition', async () => {
  const framed = must(frameOf(front, []), 'an outline');
  await measure(
    {
      name: 'stage: text recognition',
      ours: 'the front flattened, by a pipe to Tesseract, its words parsed',
      baseline: 'tesseract --psm 3 of the picture’s file, one thread',
    },
    11,
    async () => {
      const read = await ocr.read(Promise.resolve(pageOf(framed)), { psm: 11, signal });
      expect(read?.ok).toBe(true);
    },
    () => tesseract(card.front.file, 3),
  );
});

it('barcodes', async () => {
  const opened = await openSides(step, capturesOf(licence), {
    signal,
    onDone: () => undefined,
    onZoneSearched: () => undefined,
  });
  const side = await opened.onSide(
    must(
      opened.readable.find((one) => one.side === 'back'),
      'a back',
    ),
  );
  const quad = must(side.outline, 'an outline').quad;
  const file = await readFile(licence.back.file);
  await measure(
    {
      name: 'stage: barcodes',
      ours: 'the back of a licence with its PDF417, flattened to 1400 px as an analysis does first',
      baseline: 'zxing-wasm as it comes, from the file of 1800 px',
    },
    11,
    async () => {
      const flat = must(warpQuad(side.gray, quad, 1400, 883), 'a card that has an area');
      expect(await readBarcodes(flat)).not.toHaveLength(0);
    },
    () => readByDefault(new Uint8Array(file)),
  );
});

it('regions', async () => {
  const print = await readPrint(frameOf(front, []), ['eng'], { ocr, signal });
  const { definitions } = mustLoadDefinitions(definitionFolders({}));
  const family = must(
    definitions.find(({ id }) => id === 'td1-id-card'),
    'the family',
  );
  await measure(
    {
      name: 'stage: regions',
      ours: 'portrait, ghost, zone, stamps and signatures of the front',
      baseline: 'OpenCV.js: saturated colors and their contours in the same pixels',
    },
    15,
    async () => {
      const sides = [{ ...front, frame: print.framed?.frame ?? null }];
      const sought = await seekRegions({ sides, sizeMm: family.sizeMm, symbols: [] });
      regionsOf(sought, () => ({ words: print.words, expected: family.front.regions }));
    },
    () => Promise.resolve(findInks(cv, front.image)),
  );
});

it('quality', () =>
  measure(
    {
      name: 'stage: quality',
      ours: 'sharpness, glare, exposure, covered parts and likeness of both sides',
      baseline: 'sharp’s statistics of both pictures: sharpness, entropy, means',
    },
    11,
    () => {
      for (const side of [front, back]) {
        measureSide(side);
        coverOf(side);
      }
      return Promise.resolve(likenessOf([front, back]));
    },
    async () => {
      for (const { image } of [front, back]) {
        const { width, height, channels, data } = image;
        await sharp(data, { raw: { width, height, channels } }).stats();
      }
    },
  ));

it('checks', async () => {
  const deps: DocumentStepDeps = {
    ocr,
    printRecognizer: async () => createPrintLineNet(await mustGetNet(pool, 'print-line')),
    definitions: mustLoadDefinitions(definitionFolders({})).definitions,
    referenceDay,
    signal,
    onDone: () => undefined,
    onZoneSearched: () => undefined,
  };
  const document = await extractDocumentFeatures(step, capturesOf(card), deps);
  const context = { policy: policy202611, referenceDay, ageYears: idCardAndSelfie.ageYears, step };
  const ofDocument = checks.filter(({ appliesTo }) => appliesTo === 'document');
  await measure(
    {
      name: 'stage: checks',
      ours: `${ofDocument.length.toString()} checks of the document over what was found`,
      baseline: 'the document’s reading to JSON and back',
    },
    31,
    () => {
      const outcomes = {
        ...documentFactsOf(document, step, null),
        issuingAuthority: issuingAuthorityOf(document.reading, null),
      };
      return Promise.resolve(ofDocument.map((check) => check.find(outcomes, context)));
    },
    () => Promise.resolve(JSON.parse(JSON.stringify(document.reading))),
  );
});
