import type {
  DocumentBarcode,
  DocumentField,
  DocumentRegion,
  FieldCrossCheck,
  Identification,
  RegionKind,
} from '#shared/domain/analysis.ts';
import { boundsOf, type Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { parseAamva } from '../barcodes/parse-aamva.ts';
import { readBarcodes, readFlatBarcodes, type ReadBarcode } from '../barcodes/read-barcodes.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import { identify, type DocumentEvidence } from '../documents/identify.ts';
import { unlikeFamilies } from '../documents/unlike-families.ts';
import type { Face } from '../faces/face.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { warpByHomography } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { Ocr, OcrOptions, OcrResult } from '../ocr/ocr.ts';
import type { PrintRecognizer } from '../ocr/print-lines.ts';
import { readInHalves } from '../ocr/read-in-halves.ts';
import { crossCheckFields, type SourcedField } from './cross-check-fields.ts';
import { documentSizesMm } from './document-frame.ts';
import { regionsOf, seekRegions, type SoughtRegions } from './document-regions.ts';
import type { FieldComparison, MrzReading } from './feature-values.ts';
import { fieldTitlesInJson } from './field-titles.ts';
import { withNamesInScript } from './names-of-zone.ts';
import {
  frameOf,
  linesOf,
  pageOf,
  printedSide,
  proportionOf,
  readPrint,
  type Framed,
  type PrintedSide,
  type SizeMm,
} from './printed-page.ts';
import { readSide, type SideReading } from './read-side.ts';

type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;

/** One picture of a document, decoded and located. */
export interface LocatedSide {
  readonly side: Side;
  readonly captureId: CaptureId;
  readonly image: RgbRaster;
  readonly gray: GrayRaster;
  readonly mrz: FoundMrz | null;
  readonly outline: { readonly quad: Quad; readonly source: string } | null;
}

/** What of a document is read beside its zone. */
export interface ReadDocument {
  readonly identification: Identification;
  /** The family; `null` where none is sure enough for its rules to be held against the document, and where it is of none. */
  readonly definition: DocumentDefinition | null;
  readonly fields: readonly DocumentField[];
  readonly crossChecks: readonly FieldCrossCheck[];
  readonly comparisons: readonly FieldComparison[];
  readonly barcodes: readonly DocumentBarcode[];
  readonly regions: readonly DocumentRegion[];
  readonly searchedRegions: readonly RegionKind[];
  /** Ghost portraits that only a closer look showed, by picture. */
  readonly ghosts: ReadonlyMap<CaptureId, Face>;
  /** Of the side with the printed fields. */
  readonly ocr: OcrResult | null;
  /** Of the front and of the back, where each by itself is surely of another; `null` where they may be of one. */
  readonly unlikeFamilies: readonly [DocumentDefinition, DocumentDefinition] | null;
}

export interface ReadDocumentDeps {
  readonly ocr: Ocr;
  readonly printRecognizer: () => Promise<PrintRecognizer>;
  readonly signal: AbortSignal;
  readonly definitions: readonly DocumentDefinition[];
  /** ISO day. */
  readonly referenceDay: string;
}

/** From here on a family's rules are held against the document; below, it is only said what it looks like. */
const sureFamily = 0.9;
/** Below, the print is read once more in both scripts: English alone makes no words of Cyrillic. */
const sureOfEnglish = 0.8;

interface SoughtParts {
  readonly ghosts: ReadonlyMap<CaptureId, Face>;
  readonly sought: SoughtRegions;
}

interface Zone {
  readonly found: FoundMrz;
  readonly reading: MrzReading;
}

/**
 * Text recognition of a document whose pictures are still being located. It is started with the call, which saves its start a quarter of
 * its time, and awaited by {@link readDocument}. `front` is the side with the printed fields; `isAlone` where the step has no other picture.
 */
export function startReading(
  located: Promise<{
    readonly front: LocatedSide | null;
    readonly backs: readonly LocatedSide[];
    readonly zone: FoundMrz | null;
  }>,
  { ocr, signal, definitions }: ReadDocumentDeps,
  isAlone: boolean,
): StartedReading {
  const planned = located.then(({ front, backs, zone }) => {
    const family = zone === null ? null : familyOfZone(zone, definitions);
    const sizes = zone === null ? [] : sizesOf(zone, family);
    const inCyrillic = family !== null && hasCyrillicFields(family);
    return {
      front: front === null ? null : frameOf(front, sizes),
      frontId: front?.captureId ?? null,
      backs: backs.map((side) => ({ captureId: side.captureId, framed: frameOf(side, sizes) })),
      languages: inCyrillic ? (['rus', 'eng'] as const) : (['eng'] as const),
    };
  });
  // The program that is started already knows English only.
  const page = planned.then(({ front, languages }) =>
    front === null || languages[0] !== 'eng' ? null : pageOf(front),
  );
  // Whoever awaits it below hears of a failure; until then it is nobody's.
  page.catch(() => undefined);
  const handingOver: Promise<void>[] = [];
  const handOver = (): (() => void) => {
    let onGiven: () => void = () => undefined;
    handingOver.push(
      new Promise((resolve) => {
        onGiven = resolve;
      }),
    );
    return onGiven;
  };
  const optionsOf = (): OcrOptions => ({ psm: 11, signal, onGiven: handOver() });
  const early = isAlone ? readInHalves(ocr, page, optionsOf) : ocr.read(page, optionsOf());
  early.catch(() => undefined);
  const frames = planned.then(
    ({ front, frontId, backs }) =>
      new Map([
        ...(frontId === null ? [] : [[frontId, front] as const]),
        ...backs.map(({ captureId, framed }) => [captureId, framed] as const),
      ]),
  );
  const readings = planned.then(({ front, frontId, backs, languages }) => {
    const readIn = (framed: Framed | null): Promise<PrintedSide> =>
      readPrint(framed, languages, { ocr, signal, onGiven: handOver() });
    const readFront =
      languages[0] === 'eng' ? early.then((result) => printedSide(front, result)) : readIn(front);
    return [
      ...(frontId === null ? [] : [{ captureId: frontId, print: readFront }]),
      ...backs.map(({ captureId, framed }) => ({ captureId, print: readIn(framed) })),
    ];
  });
  const given = readings.then(async (started) => {
    for (const { print } of started) print.catch(() => undefined); // heard with the others
    await Promise.all(handingOver);
  });
  const prints = readings.then(
    async (started) =>
      new Map(
        await Promise.all(started.map(async ({ captureId, print }) => [captureId, await print] as const)),
      ),
  );
  for (const started of [frames, given, prints]) started.catch(() => undefined); // heard by who awaits them
  return { frames, given, prints };
}

/** Text recognition under way. */
export interface StartedReading {
  /** How the sides are flattened, which is known before they are read. */
  readonly frames: Promise<ReadonlyMap<CaptureId, Framed | null>>;
  /** When the engine has all pages: work of the calling thread would hold them up. */
  readonly given: Promise<void>;
  readonly prints: Promise<ReadonlyMap<CaptureId, PrintedSide>>;
}

/** Everything of a document but its zone: which one it is, its fields by print and barcode, what of them agrees, and what else is on it. */
export async function readDocument(
  {
    sides,
    faces,
    zone,
    hasUncertainZone,
    printing,
    ghostOn,
  }: {
    /** The side with the printed fields first. */
    readonly sides: readonly LocatedSide[];
    readonly faces: ReadonlyMap<CaptureId, readonly Face[]>;
    readonly zone: Zone | null;
    readonly hasUncertainZone: boolean;
    readonly printing: StartedReading;
    /** A closer look for a side's second portrait, done once; `null` where there is none. */
    readonly ghostOn: (captureId: CaptureId) => Promise<Face | null>;
  },
  deps: ReadDocumentDeps,
): Promise<ReadDocument> {
  const { signal, definitions, referenceDay, ocr, printRecognizer } = deps;
  const zoneFamily = zone === null ? null : familyOfZone(zone.found, definitions);
  const symbols = await readSymbols(sides, zoneFamily);
  signal.throwIfAborted();
  const frames = await printing.frames;
  const seekParts = async (family: DocumentDefinition): Promise<SoughtParts> => {
    const ghosts = await seekGhosts(sides, faces, family, ghostOn);
    signal.throwIfAborted();
    const sought = await seekRegions({
      sides: sides.map((side) => ({
        ...side,
        faces: [...(faces.get(side.captureId) ?? []), ...[ghosts.get(side.captureId) ?? []].flat()],
        frame: frames.get(side.captureId)?.frame ?? null,
      })),
      sizeMm: family.sizeMm,
      symbols: symbols.found,
    });
    return { ghosts, sought };
  };
  // The family that the zone tells is nearly always the one: its parts are sought while the print is read.
  const partsByZone = zoneFamily === null ? null : seekParts(zoneFamily);
  partsByZone?.catch(() => undefined); // heard below, if of use
  // And what the second reading of values takes, which nobody waits for yet.
  const first = sides[0] === undefined ? null : frames.get(sides[0].captureId);
  void partsByZone?.then(() => first?.evened()).catch(() => undefined);
  const prints = await printing.prints;
  signal.throwIfAborted();
  const evidenceOf = (
    read: ReadonlyMap<CaptureId, PrintedSide>,
    shown: readonly LocatedSide[] = sides,
  ): DocumentEvidence => ({
    zone:
      zone === null || !shown.some(({ captureId }) => captureId === zone.reading.captureId)
        ? null
        : zoneEvidence(zone.found),
    hasUncertainZone,
    barcodes: symbols.found
      .filter((symbol) => shown.some(({ captureId }) => captureId === symbol.captureId))
      .map(({ symbology, standard, card }) => ({
        symbology,
        standard,
        country: card?.country ?? null,
      })),
    sides: shown.map((side) => {
      const print = read.get(side.captureId);
      return {
        side: side.side === 'back' ? 'back' : 'front',
        proportion: proportionSeen(side, faces.get(side.captureId) ?? []),
        lines: print?.result?.ok === true ? linesOf(print.words) : null,
        portrait: placeOfPortrait(print?.framed ?? null, faces.get(side.captureId) ?? []),
        searchedForBarcodes: symbols.searched.has(side.captureId),
      };
    }),
  });
  let read = prints;
  let identified = identify(evidenceOf(read), definitions);
  const known = await ocr.languages();
  if (zone === null && identified.identification.chosen.confidence < sureOfEnglish && known.has('rus')) {
    const inBoth = new Map<CaptureId, PrintedSide>();
    for (const { captureId } of sides) {
      const framed = prints.get(captureId)?.framed ?? null;
      if (framed !== null) inBoth.set(captureId, await readPrint(framed, ['rus', 'eng'], { ocr, signal }));
    }
    const again = identify(evidenceOf(inBoth), definitions);
    if (hasCyrillicFields(again.definition)) [read, identified] = [inBoth, again];
  }
  signal.throwIfAborted();
  const { definition, identification } = identified;
  const seekingParts =
    partsByZone !== null && definition === zoneFamily ? partsByZone : seekParts(definition);
  seekingParts.catch(() => undefined); // heard below
  const mrzFields = zone?.reading.fields ?? [];
  const coded = symbols.found.flatMap(codedFields);
  const guide = zone === null ? coded.map(({ field }) => field) : mrzFields;
  // A block's reading is Tesseract's, in a process of its own: sides run beside each other, and the search for parts beside them.
  const readingSides = Promise.all(
    sides.flatMap((side): Promise<SideReading>[] => {
      const print = read.get(side.captureId);
      if (print === undefined) return [];
      const about = {
        captureId: side.captureId,
        print,
        definition,
        expected: definition[side.side === 'back' ? 'back' : 'front'],
        // The front prints what zone and barcode say; on the back it would be found by chance.
        guide: side === sides[0] ? guide : [],
      };
      return [readSide(about, { ocr, printRecognizer, signal, referenceDay, languages: known })];
    }),
  );
  readingSides.catch(() => undefined); // heard below
  const isOfFamily = definition.type !== 'unknown' && identification.chosen.confidence >= sureFamily;
  const { ghosts, sought } = await seekingParts;
  const readSides = await readingSides;
  signal.throwIfAborted();
  const marks = regionsOf(sought, (captureId) => {
    const isBack = sides.some((side) => side.captureId === captureId && side.side === 'back');
    return {
      words: read.get(captureId)?.words ?? [],
      expected: definition[isBack ? 'back' : 'front']?.regions ?? [],
    };
  });
  const printed = readSides.flatMap(({ fields }) => fields);
  const sourced: SourcedField[] = [...mrzFields.map((field) => ({ field, days: [] })), ...printed, ...coded];
  const { fields, crossChecks } = crossCheckFields(sourced);
  return {
    identification,
    definition: isOfFamily ? definition : null,
    fields: withNamesInScript(fields),
    crossChecks,
    comparisons: comparisonsOf(readSides, mrzFields, crossChecks),
    barcodes: symbols.found.map(({ symbology, captureId, quadPx, text, standard }) => ({
      symbology,
      captureId,
      quadPx: [...quadPx],
      text,
      standard,
    })),
    regions: marks.regions,
    searchedRegions: [...marks.searched, ...(symbols.searched.size > 0 ? (['barcode'] as const) : [])],
    ghosts,
    ocr: sides[0] === undefined ? null : (read.get(sides[0].captureId)?.result ?? null),
    unlikeFamilies: familiesOfSides(),
  };

  function familiesOfSides(): ReadDocument['unlikeFamilies'] {
    const [front, back] = sides;
    if (front === undefined || back === undefined) return null;
    return unlikeFamilies(evidenceOf(read, [front]), evidenceOf(read, [back]), definitions);
  }
}

/** Looks for ghosts where the family has one, and the picture as a whole shows the portrait alone. */
async function seekGhosts(
  sides: readonly LocatedSide[],
  faces: ReadonlyMap<CaptureId, readonly Face[]>,
  definition: DocumentDefinition,
  ghostOn: (captureId: CaptureId) => Promise<Face | null>,
): Promise<ReadonlyMap<CaptureId, Face>> {
  const ghosts = new Map<CaptureId, Face>();
  for (const { side, captureId } of sides) {
    const hasGhost = definition[side === 'back' ? 'back' : 'front']?.regions.some(
      ({ kind }) => kind === 'ghost-portrait',
    );
    if (hasGhost !== true || faces.get(captureId)?.length !== 1) continue;
    const ghost = await ghostOn(captureId);
    if (ghost !== null) ghosts.set(captureId, ghost);
  }
  return ghosts;
}

/** Of fields that only the definition leads to, those on which zone and print agree or surely differ. */
function comparisonsOf(
  sides: readonly SideReading[],
  mrzFields: readonly DocumentField[],
  crossChecks: readonly FieldCrossCheck[],
): FieldComparison[] {
  const own = sides.flatMap(({ comparisons }) => comparisons).filter(({ mrz }) => mrz.source === 'mrz');
  const further = crossChecks.flatMap(({ name, a, b, agreement }): FieldComparison[] => {
    const isKnown = own.some((comparison) => comparison.mrz.name === name);
    const mrz = mrzFields.find((field) => field.name === name);
    const viz = sides.flatMap(({ fields }) => fields).find(({ field }) => field.name === name)?.field;
    if (a !== 'mrz' || b !== 'viz' || agreement === 'unclear' || isKnown) return [];
    if (mrz === undefined || viz === undefined) return [];
    return [{ mrz, viz, likeness: agreement === 'agrees' ? 1 : 0 }];
  });
  return [...own, ...further];
}

function zoneEvidence({ format, fields, checkDigits }: FoundMrz): NonNullable<DocumentEvidence['zone']> {
  const textOf = (name: string): string => fields.find((field) => field.name === name)?.value ?? '';
  const state = textOf('issuingState');
  return {
    format,
    code: `${textOf('documentCode').padEnd(2, '<')}${state.padEnd(3, '<')}`,
    state: state.replaceAll('<', ''),
    checkDigits: {
      valid: checkDigits.filter(({ valid }) => valid).length,
      invalid: checkDigits.filter(({ valid }) => !valid).length,
    },
  };
}

function familyOfZone(zone: FoundMrz, definitions: readonly DocumentDefinition[]): DocumentDefinition {
  const evidence = { zone: zoneEvidence(zone), hasUncertainZone: false, barcodes: [], sides: [] };
  return identify(evidence, definitions).definition;
}

/** The format's own size, and the one of its family, which may be that of an open booklet. */
function sizesOf({ format }: FoundMrz, family: DocumentDefinition | null): readonly SizeMm[] {
  const size = family?.sizeMm ?? null;
  return [documentSizesMm[format], ...(size === null ? [] : [size])];
}

function hasCyrillicFields({ front, back }: DocumentDefinition): boolean {
  return [...front.fields, ...(back?.fields ?? [])].some(({ script }) => script === 'cyrillic');
}

/** Only where something tells how the document lies, and its edges were not made up from the zone. */
function proportionSeen({ outline, mrz }: LocatedSide, faces: readonly Face[]): number | null {
  if (outline === null || outline.source === 'mrz' || (mrz === null && faces.length === 0)) return null;
  return proportionOf(outline.quad);
}

function placeOfPortrait(framed: Framed | null, faces: readonly Face[]): { x: number; y: number } | null {
  const [largest] = [...faces].sort((a, b) => b.quality.interEyePx - a.quality.interEyePx);
  const toFrame = framed === null ? undefined : invertHomography(framed.frame.toPicture);
  if (framed === null || largest === undefined || toFrame === undefined) return null;
  const { x, y, width, height } = largest.boxPx;
  const at = mapPoint(toFrame, { x: x + width / 2, y: y + height / 2 });
  return { x: at.x / framed.frame.width, y: at.y / framed.frame.height };
}

/** A symbol with what its text says by a standard. */
export interface FoundSymbol {
  readonly symbology: DocumentBarcode['symbology'];
  readonly captureId: CaptureId;
  readonly quadPx: Quad;
  readonly text: string;
  readonly standard: 'AAMVA' | null;
  readonly card: ReturnType<typeof parseAamva>;
}

/**
 * Where a zone was read, its family says which side has a barcode: a passport's picture is not searched. Without one every side is, a
 * tenth to a third of a second each.
 */
async function readSymbols(
  sides: readonly LocatedSide[],
  family: DocumentDefinition | null,
): Promise<{ readonly found: readonly FoundSymbol[]; readonly searched: ReadonlySet<CaptureId> }> {
  const found: FoundSymbol[] = [];
  const searched = new Set<CaptureId>();
  for (const { side, captureId, gray, outline } of sides) {
    const isExpected = family === null || family.barcodes.some((expected) => expected.side === side);
    if (!isExpected) continue;
    searched.add(captureId);
    for (const { symbology, quadPx, text, bytes } of await symbolsOn(gray, outline?.quad ?? null)) {
      const card = symbology === 'PDF417' ? parseAamva(bytes) : null;
      found.push({ symbology, captureId, quadPx, text, standard: card === null ? null : 'AAMVA', card });
    }
  }
  return { found, searched };
}

/** On the flat document, since the reader takes no perspective; in the whole picture where no outline was found. */
async function symbolsOn(gray: GrayRaster, quad: Quad | null): Promise<readonly ReadBarcode[]> {
  // An outline that spans no area makes no flat document of any size.
  if (quad === null || homographyToQuad(1, 1, quad) === undefined) return readBarcodes(gray);
  const proportion = proportionOf(quad);
  return readFlatBarcodes((longSidePx) => {
    const width = Math.round(longSidePx * Math.min(1, proportion));
    const height = Math.round(width / proportion);
    const toPicture = must(homographyToQuad(width, height, quad), 'an outline that spans an area');
    return {
      image: warpByHomography(gray, toPicture, width, height),
      toPicture: (point) => mapPoint(toPicture, point),
    };
  });
}

/** Its Reed-Solomon code held: wrong only where what was encoded is. */
const barcodeConfidence = 0.99;

function codedFields({ card, captureId, quadPx }: FoundSymbol): SourcedField[] {
  return (card?.fields ?? []).map(({ name, value, normalized, isCut }) => ({
    field: {
      name,
      title: fieldTitlesInJson[name],
      value,
      normalized,
      confidence: barcodeConfidence,
      source: 'barcode',
      captureId,
      regionPx: boundsOf(quadPx),
      characters: [],
      agreement: 'single',
    },
    days: [],
    // What follows the name is printed behind either of its parts, so that print may be longer.
    isWhole: isCut === false && card?.suffix === null,
  }));
}
