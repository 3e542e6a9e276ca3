import type { FieldName } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { drawHolder, drawNumber, type Holder } from '../holders.ts';
import type { DrawnDocument, FlatSide } from '../page-truth.ts';
import type { CorpusResources } from '../resources.ts';
import { drawPaper, drawSecurityPrint } from '../security-print.ts';
import { createSheet, type Sheet } from '../sheet.ts';
import { inZone, td1Zone, td2Zone, td3Zone, visaZone, type ZoneText } from '../zones.ts';
import { dayField, drawDesign, printField, type Design } from './design.ts';

/** What all documents of ICAO Doc 9303 say, before they are laid out. */
interface Content {
  readonly holder: Holder;
  readonly design: Design;
  readonly number: string;
  readonly personalNumber: string;
}

function drawContent(chance: Chance, resources: CorpusResources): Content {
  return {
    holder: drawHolder('latin', chance, resources),
    design: drawDesign(chance, resources),
    number: drawNumber(chance.pick(['A99999999', 'AA9999999', '999999999', 'AA99A99A9', 'A9999999']), chance),
    personalNumber: chance.happens(0.5) ? drawNumber(chance.pick(['9999999999', 'AA999999A']), chance) : '',
  };
}

/**
 * What a reader can know of a printed nationality: the code where the name is Doc 9303's own of Utopia, else the name, since no table
 * holds states that we made up.
 */
function nationalityOf({ state: { code, nationality } }: Design): string {
  return code === 'UTO' ? code : nationality;
}

/** ICAO Doc 9303-4: the data page of a passport, 125 by 88 mm. */
export function drawPassport(chance: Chance, resources: CorpusResources): DrawnDocument {
  const content = drawContent(chance, resources);
  const { holder, design, number } = content;
  const sheet = startSheet(125, 88, chance);
  header(sheet, design, 'PASSPORT / PASSEPORT', 125, resources);
  const [portraitX, x] = design.portraitLeft ? [5, 44] : [86, 5];
  sheet.portrait(holder.portrait, portraitX, 13, 34);
  const put = printerOf(sheet, design, resources);
  put({ name: 'document-number', value: number }, x + 46, 11);
  put({ name: 'issuing-state', value: design.state.code, label: 'Code' }, x, 11);
  put({ name: 'surname', value: holder.surname }, x, 18.4);
  put({ name: 'given-names', value: holder.givenNames }, x, 25.8);
  put({ name: 'nationality', value: design.state.nationality, normalized: nationalityOf(design) }, x, 33.2);
  put(dayField('birth-date', holder.birthDay, design), x + 40, 33.2);
  put({ name: 'sex', value: holder.sex }, x, 40.6);
  put({ name: 'place-of-birth', value: holder.placeOfBirth }, x + 20, 40.6);
  put(dayField('issue-date', holder.issueDay, design), x, 48);
  put({ name: 'authority', value: 'PASSPORT OFFICE' }, x + 40, 48);
  put(dayField('expiry-date', holder.expiryDay, design), x, 55.4);
  sheet.signature(x + 44, 61, 26, chance);
  const zone = td3Zone(zoneText(content, 'P', content.personalNumber));
  const rectPx = sheet.mrz('TD3', zone, resources.fonts.ocrB, { lastLineMm: 9.4, stepMm: 6.35 });
  tellZone(sheet, content, rectPx, 'TD3');
  return {
    kind: 'td3-passport',
    type: 'passport',
    country: design.state.code,
    sides: [sheet.finish('front', 3.18)],
  };
}

/** ICAO Doc 9303-6: a card of 105 by 74 mm with its zone on the front. */
export function drawTd2Card(chance: Chance, resources: CorpusResources): DrawnDocument {
  const content = drawContent(chance, resources);
  const { holder, design, number } = content;
  const sheet = startSheet(105, 74, chance);
  header(sheet, design, 'IDENTITY CARD', 105, resources);
  const [portraitX, x] = design.portraitLeft ? [4, 36] : [74, 5];
  sheet.portrait(holder.portrait, portraitX, 12, 28);
  const put = printerOf(sheet, design, resources);
  put({ name: 'document-number', value: number }, x, 10.5);
  put({ name: 'surname', value: holder.surname }, x, 17.6);
  put({ name: 'given-names', value: holder.givenNames }, x, 24.7);
  put({ name: 'sex', value: holder.sex }, x, 31.8);
  put(dayField('birth-date', holder.birthDay, design), x + 22, 31.8);
  put({ name: 'nationality', value: design.state.nationality, normalized: nationalityOf(design) }, x, 38.9);
  put(dayField('expiry-date', holder.expiryDay, design), x, 46);
  sheet.signature(x + 38, 51, 22, chance);
  const zone = td2Zone(zoneText(content, chance.pick(['I', 'ID', 'AC']), content.personalNumber.slice(0, 7)));
  const rectPx = sheet.mrz('TD2', zone, resources.fonts.ocrB, { lastLineMm: 9.4, stepMm: 6.35 });
  tellZone(sheet, content, rectPx, 'TD2');
  return {
    kind: 'td2-card',
    type: 'id-card',
    country: design.state.code,
    sides: [sheet.finish('front', 3.18)],
  };
}

/** ICAO Doc 9303-7: visas of both formats, 120 by 80 and 105 by 74 mm. */
export function drawVisa(format: 'MRVA' | 'MRVB', chance: Chance, resources: CorpusResources): DrawnDocument {
  const content = drawContent(chance, resources);
  const { holder, design, number } = content;
  const [widthMm, heightMm] = format === 'MRVA' ? [120, 80] : [105, 74];
  const sheet = startSheet(widthMm, heightMm, chance);
  header(sheet, design, 'VISA', widthMm, resources);
  sheet.portrait(holder.portrait, 4, 12, 25);
  const put = printerOf(sheet, design, resources);
  put({ name: 'document-number', value: number, label: 'Visa No. / No du visa' }, 36, 11);
  put(dayField('issue-date', holder.issueDay, design), 36, 18.4);
  put(dayField('expiry-date', holder.expiryDay, design), 68, 18.4);
  put({ name: 'surname', value: holder.surname }, 36, 25.8);
  put({ name: 'given-names', value: holder.givenNames }, 36, 33.2);
  put(dayField('birth-date', holder.birthDay, design), 36, 40.6);
  put({ name: 'sex', value: holder.sex }, 70, 40.6);
  sheet.stamp(
    'CONSULATE OF NOWHERE * ',
    widthMm - 15,
    38,
    9,
    resources.fonts.bold,
    chance.pick([
      [150, 30, 50],
      [50, 60, 150],
    ]),
  );
  const zone = visaZone(zoneText(content, 'V', ''), format);
  const rectPx = sheet.mrz(format, zone, resources.fonts.ocrB, { lastLineMm: 9.4, stepMm: 6.35 });
  tellZone(sheet, content, rectPx, format);
  const kind = format === 'MRVA' ? 'mrva-visa' : 'mrvb-visa';
  return { kind, type: 'visa', country: design.state.code, sides: [sheet.finish('front', 0)] };
}

/** ICAO Doc 9303-5: an identity card or a residence permit of 85.6 by 54 mm, its zone on the back. */
export function drawTd1(
  kind: 'td1-card' | 'residence-permit',
  chance: Chance,
  resources: CorpusResources,
): DrawnDocument {
  const content = drawContent(chance, resources);
  const { holder, design, number, personalNumber } = content;
  const isPermit = kind === 'residence-permit';
  const front = startSheet(85.6, 54, chance);
  header(front, design, isPermit ? 'RESIDENCE PERMIT' : 'IDENTITY CARD', 85.6, resources);
  const [portraitX, x] = design.portraitLeft ? [3.5, 31] : [59, 4];
  front.portrait(holder.portrait, portraitX, 10.5, 24);
  if (chance.happens(0.5))
    front.portrait(holder.portrait, design.portraitLeft ? 73 : 46, 34, 8.5, 'ghost-portrait');
  const put = printerOf(front, design, resources);
  put({ name: 'surname', value: holder.surname }, x, 9.6);
  put({ name: 'given-names', value: holder.givenNames }, x, 16.2);
  put({ name: 'sex', value: holder.sex }, x, 22.8);
  put(
    { name: 'nationality', value: design.state.nationality, normalized: nationalityOf(design) },
    x + 17,
    22.8,
  );
  put(dayField('birth-date', holder.birthDay, design), x, 29.4);
  put(dayField('expiry-date', holder.expiryDay, design), x, 36);
  put({ name: 'document-number', value: number }, x, 42.6);
  front.signature(portraitX + 2, 48.5, 20, chance);

  const back = startSheet(85.6, 54, chance);
  const putBack = printerOf(back, design, resources);
  putBack({ name: 'place-of-birth', value: holder.placeOfBirth }, 5, 3.6);
  putBack(dayField('issue-date', holder.issueDay, design), 48, 3.6);
  putBack({ name: 'authority', value: isPermit ? 'MIGRATION SERVICE' : 'CIVIL REGISTRY' }, 5, 10.6);
  if (personalNumber !== '') putBack({ name: 'personal-number', value: personalNumber }, 48, 10.6);
  const zone = td1Zone(
    zoneText(content, isPermit ? chance.pick(['AR', 'IR']) : chance.pick(['I', 'ID', 'AC']), personalNumber),
  );
  const rectPx = back.mrz('TD1', zone, resources.fonts.ocrB, { lastLineMm: 6, stepMm: 5.9 });
  tellZone(back, content, rectPx, 'TD1');
  const sides: FlatSide[] = [front.finish('front', 3.18), back.finish('back', 3.18)];
  return { kind, type: isPermit ? 'residence-permit' : 'id-card', country: design.state.code, sides };
}

function startSheet(widthMm: number, heightMm: number, chance: Chance): Sheet {
  const sheet = createSheet(widthMm, heightMm, drawPaper(chance));
  drawSecurityPrint(sheet.canvas, chance);
  return sheet;
}

function header(
  sheet: Sheet,
  design: Design,
  title: string,
  widthMm: number,
  { fonts }: CorpusResources,
): void {
  sheet.text(design.state.name, 5, 6.8, design.title);
  sheet.text(title, widthMm * 0.42, 6.6, { font: fonts.plain, sizeMm: 2.6, color: design.title.color });
  sheet.text('SPECIMEN', widthMm - 18, 6.6, { font: fonts.bold, sizeMm: 2.4, color: design.title.color });
}

type Put = (
  field: { name: FieldName; value: string; normalized?: string; label?: string },
  xMm: number,
  topMm: number,
) => void;

function printerOf(sheet: Sheet, design: Design, resources: CorpusResources): Put {
  return (field, xMm, topMm) => {
    printField(sheet, design, resources, field, xMm, topMm);
  };
}

function zoneText({ holder, design, number }: Content, code: string, optional: string): ZoneText {
  return { ...holder, code, state: design.state.code, nationality: design.state.code, number, optional };
}

const namePlaces = { TD1: 30, TD2: 31, TD3: 39, MRVA: 39, MRVB: 31 } as const;

/** What the zone says of each field, as far as its place goes. */
function tellZone(
  sheet: Sheet,
  { holder, design, number }: Content,
  rectPx: Rect,
  format: keyof typeof namePlaces,
): void {
  const places = namePlaces[format];
  const [surname = '', given = ''] = `${inZone(holder.surname)}<<${inZone(holder.givenNames)}`
    .slice(0, places)
    .split('<<');
  const words = (text: string): string => text.replaceAll('<', ' ').trim();
  const tell = (name: FieldName, value: string, normalized = value): void => {
    sheet.told({ name, source: 'mrz', value, normalized }, rectPx);
  };
  tell('surname', words(surname));
  tell('given-names', words(given));
  tell('document-number', number);
  tell('issuing-state', design.state.code);
  tell('nationality', design.state.code);
  tell('birth-date', holder.birthDay);
  tell('expiry-date', holder.expiryDay);
  tell('sex', holder.sex);
}
