import type { FieldName } from '#shared/domain/analysis.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { drawHolder, drawNumber, printDay } from '../holders.ts';
import { aamvaText, pdf417Modules, type AamvaElement } from '../licence-barcode.ts';
import type { DrawnDocument } from '../page-truth.ts';
import type { CorpusResources } from '../resources.ts';
import { drawPaper, drawSecurityPrint } from '../security-print.ts';
import { createSheet, ink, type TextLook } from '../sheet.ts';
import { drawDesign, lookFor } from './design.ts';
import { transliterateForPrint } from './transliterate-for-print.ts';

const card = { widthMm: 85.6, heightMm: 54, cornerRadiusMm: 3.18 };

/** The model of Directive 2006/126/EC, annex I: numbered fields on a pink card with the state's sign in a blue field. */
export function drawEuLicence(chance: Chance, resources: CorpusResources): DrawnDocument {
  const holder = drawHolder('latin', chance, resources);
  const { state } = drawDesign(chance, resources);
  const { fonts } = resources;
  const sheet = createSheet(card.widthMm, card.heightMm, [
    242,
    chance.whole(206, 222),
    chance.whole(212, 226),
  ]);
  drawSecurityPrint(sheet.canvas, chance);
  sheet.text('DRIVING LICENCE', 27, 6.4, { font: fonts.bold, sizeMm: 3, color: [40, 60, 130] });
  sheet.text(state.name, 58, 6.3, { font: fonts.plain, sizeMm: 2.3, color: [40, 60, 130], squeeze: 0.9 });
  const sign: TextLook = { font: fonts.bold, sizeMm: 4.4, color: [40, 60, 140] };
  sheet.text(state.code.slice(0, 2), 6, 7.6, sign);
  sheet.portrait(holder.portrait, 4, 12, 24);
  const value: TextLook = {
    font: chance.pick([fonts.plain, fonts.bold]),
    sizeMm: chance.between(2.4, 2.8),
    color: ink,
    squeeze: chance.between(0.88, 1),
  };
  const number = drawNumber(chance.pick(['AAAAA999999AA9AA', 'A99999999', '999999AA']), chance);
  let top = 12.2;
  const row = (
    id: string,
    words: string,
    fields: readonly (readonly [FieldName, string])[],
    stepMm = 4.6,
    xMm = 31,
  ): void => {
    sheet.text(id, xMm, top, { font: fonts.plain, sizeMm: 1.9, color: [60, 70, 110] });
    const rectPx = sheet.text(words, xMm + 4.6, top, lookFor(words, value, resources));
    for (const [name, normalized] of fields) sheet.field(name, words, normalized, rectPx);
    top += stepMm;
  };
  row('1.', holder.surname, [['surname', holder.surname]]);
  row('2.', holder.givenNames, [['given-names', holder.givenNames]]);
  const born = printDay(holder.birthDay, 'dots');
  sheet.text('3.', 31, top, { font: fonts.plain, sizeMm: 1.9, color: [60, 70, 110] });
  const bornPx = sheet.text(born, 35.6, top, value);
  sheet.field('birth-date', born, holder.birthDay, bornPx);
  const place = lookFor(holder.placeOfBirth, value, resources);
  const placePx = sheet.text(
    holder.placeOfBirth,
    bornPx.x / sheet.pxPerMm + bornPx.width / sheet.pxPerMm + 2,
    top,
    place,
  );
  sheet.field('place-of-birth', holder.placeOfBirth, holder.placeOfBirth, placePx);
  top += 4.6;
  const issued = printDay(holder.issueDay, 'dots');
  row('4a.', issued, [['issue-date', holder.issueDay]], 0);
  row('4c.', 'ROAD OFFICE', [['authority', 'ROAD OFFICE']], 4.6, 58);
  row('4b.', printDay(holder.expiryDay, 'dots'), [['expiry-date', holder.expiryDay]]);
  row('5.', number, [['document-number', number]]);
  row('7.', '', []);
  sheet.signature(38, top - 5.4, 22, chance);
  if (chance.happens(0.4)) row('8.', holder.address, [['address', holder.address]]);
  const categories = chance.pick(['AM/B', 'B', 'A1/B/C1', 'AM/A/B/BE']);
  row('9.', categories, [['licence-categories', categories]]);
  return {
    kind: 'eu-licence',
    type: 'driving-licence',
    country: state.code,
    sides: [sheet.finish('front', card.cornerRadiusMm)],
  };
}

/** A card after the AAMVA Card Design Standard 2020, of a jurisdiction that does not exist: numbered data elements, PDF417 on the back. */
export async function drawAamvaLicence(chance: Chance, resources: CorpusResources): Promise<DrawnDocument> {
  const drawn = drawHolder('latin', chance, resources);
  const { fonts } = resources;
  // The barcode's text is ASCII, and these licences print no other letters.
  const holder = { ...drawn, surname: plain(drawn.surname), givenNames: plain(drawn.givenNames) };
  const number = drawNumber(chance.pick(['A9999999', '999999999', 'A99999999999']), chance);
  const [first = '', middle = ''] = holder.givenNames.split(' ');
  const [street, city, zip] = ['12 HARBOR LANE', 'NORTHAVEN', drawNumber('99999', chance)];
  const categories = chance.pick(['C', 'D', 'CM']);
  const front = createSheet(card.widthMm, card.heightMm, drawPaper(chance));
  drawSecurityPrint(front.canvas, chance);
  front.text('LINCOLNIA', 4, 7.4, { font: fonts.bold, sizeMm: 5, color: [30, 60, 130] });
  front.text('DRIVER LICENSE', 44, 6.4, { font: fonts.bold, sizeMm: 3, color: [30, 60, 130] });
  front.text('USA', 76, 6.4, { font: fonts.plain, sizeMm: 2.6, color: [30, 60, 130] });
  front.portrait(holder.portrait, 4, 12, 24);
  front.portrait(holder.portrait, 71, 34, 10, 'ghost-portrait');
  const value: TextLook = { font: fonts.plain, sizeMm: 2.7, color: ink, bold: 0.025, squeeze: 0.95 };
  const row = (
    id: string,
    words: string,
    xMm: number,
    yMm: number,
    truths: readonly (readonly [FieldName, string])[],
    look = value,
  ): void => {
    front.text(id, xMm, yMm, { font: fonts.plain, sizeMm: 1.6, color: [150, 40, 50] });
    const rectPx = front.text(words, xMm + 1.2 + id.length * 0.95, yMm, lookFor(words, look, resources));
    for (const [name, normalized] of truths) front.field(name, words, normalized, rectPx);
  };
  row('4d DLN', number, 31, 13, [['document-number', number]]);
  row('9 CLASS', categories, 64, 13, [['licence-categories', categories]]);
  row('4b EXP', printDay(holder.expiryDay, 'us'), 31, 18, [['expiry-date', holder.expiryDay]]);
  row('3 DOB', printDay(holder.birthDay, 'us'), 58, 18, [['birth-date', holder.birthDay]]);
  row('1', holder.surname, 31, 23, [['surname', holder.surname]]);
  row('2', holder.givenNames, 31, 27.4, [['given-names', holder.givenNames]]);
  const address = `${street}, ${city}, LN ${zip}`;
  row('8', address, 31, 31.8, [['address', address]], { ...value, squeeze: 0.78 });
  row('15 SEX', holder.sex, 31, 37, [['sex', holder.sex]]);
  row('16 HGT', `5'-09"`, 45, 37, []);
  row('18 EYES', 'BRO', 31, 42, []);
  row('4a ISS', printDay(holder.issueDay, 'us'), 31, 47, [['issue-date', holder.issueDay]]);
  row('5 DD', drawNumber('99999999999', chance), 4, 51.6, []);
  front.signature(5, 47.6, 20, chance);

  const back = createSheet(card.widthMm, card.heightMm, drawPaper(chance));
  drawSecurityPrint(back.canvas, chance);
  const us = (day: string): string => printDay(day, 'us').replaceAll('/', '');
  const elements: AamvaElement[] = [
    ['DCA', categories],
    ['DCB', 'NONE'],
    ['DCD', 'NONE'],
    ['DBA', us(holder.expiryDay)],
    ['DCS', holder.surname],
    ['DAC', first],
    ['DAD', middle === '' ? 'NONE' : middle],
    ['DBD', us(holder.issueDay)],
    ['DBB', us(holder.birthDay)],
    ['DBC', holder.sex === 'M' ? '1' : '2'],
    ['DAY', 'BRO'],
    ['DAU', '069 in'],
    ['DAG', street],
    ['DAI', city],
    ['DAJ', 'LN'],
    ['DAK', `${zip}0000`],
    ['DAQ', number],
    ['DCF', drawNumber('99999999999', chance)],
    ['DCG', 'USA'],
    ['DDE', 'N'],
    ['DDF', 'N'],
    ['DDG', 'N'],
  ];
  const text = aamvaText(elements);
  back.barcode('PDF417', text, await pdf417Modules(text), { xMm: 6, yMm: 6, widthMm: 73, heightMm: 14 });
  const small: TextLook = { font: fonts.plain, sizeMm: 1.9, color: [50, 50, 60] };
  [
    'CLASS: NON-COMMERCIAL VEHICLE UNDER 26,001 LBS',
    'REST: NONE',
    'END: NONE',
    'LINCOLNIA IS A STATE THAT DOES NOT EXIST',
  ].forEach((line, index) => {
    back.text(line, 6, 28 + index * 4.2, small);
  });
  const tell = (name: FieldName, value_: string, normalized = value_): void => {
    back.told({ name, source: 'barcode', value: value_, normalized }, null);
  };
  tell('surname', holder.surname);
  tell('given-names', holder.givenNames);
  tell('document-number', number);
  tell('birth-date', us(holder.birthDay), holder.birthDay);
  tell('issue-date', us(holder.issueDay), holder.issueDay);
  tell('expiry-date', us(holder.expiryDay), holder.expiryDay);
  tell('sex', holder.sex === 'M' ? '1' : '2', holder.sex);
  return {
    kind: 'aamva-licence',
    type: 'driving-licence',
    country: 'USA',
    sides: [front.finish('front', card.cornerRadiusMm), back.finish('back', card.cornerRadiusMm)],
  };
}

/** After the Russian licence of 2011: numbered fields in Cyrillic, names and places once more in Latin below. */
export function drawRussianLicence(chance: Chance, resources: CorpusResources): DrawnDocument {
  const holder = drawHolder('cyrillic', chance, resources);
  const { fonts } = resources;
  const sheet = createSheet(card.widthMm, card.heightMm, [
    chance.whole(236, 246),
    chance.whole(214, 226),
    chance.whole(214, 226),
  ]);
  drawSecurityPrint(sheet.canvas, chance);
  sheet.text('ВОДИТЕЛЬСКОЕ УДОСТОВЕРЕНИЕ', 26, 6, {
    font: fonts.plain,
    sizeMm: 2.9,
    color: [150, 30, 50],
    bold: 0.04,
    squeeze: 0.92,
  });
  sheet.text('RUS', 6, 6.6, { font: fonts.bold, sizeMm: 3.6, color: [150, 30, 50] });
  sheet.text('ОБРАЗЕЦ', 70, 9.4, { font: fonts.plain, sizeMm: 2, color: [150, 30, 50] });
  sheet.portrait(holder.portrait, 4, 11.5, 24);
  const value: TextLook = { font: fonts.plain, sizeMm: 2.3, color: ink, bold: 0.03, squeeze: 0.95 };
  const latin: TextLook = { ...value, sizeMm: 2, bold: 0 };
  const number = drawNumber('99 99 999999', chance);
  let top = 11.5;
  const line = (
    id: string,
    words: string,
    name: FieldName | null,
    normalized = words,
    look = value,
    stepMm = 3,
  ): void => {
    if (id !== '') sheet.text(id, 31, top, { font: fonts.plain, sizeMm: 1.8, color: [70, 60, 80] });
    const rectPx = sheet.text(words, 36, top, look);
    if (name !== null) sheet.field(name, words, normalized, rectPx);
    top += stepMm;
  };
  line('1.', holder.surname, 'surname');
  line('', transliterateForPrint(holder.surname), null, '', latin, 3.5);
  const names = `${holder.givenNames} ${holder.patronymic}`;
  line('2.', names, 'given-names');
  line('', transliterateForPrint(names), null, '', latin, 3.5);
  line('3.', printDay(holder.birthDay, 'dots'), 'birth-date', holder.birthDay);
  line('', holder.placeOfBirth, 'place-of-birth');
  line('', transliterateForPrint(holder.placeOfBirth), null, '', latin, 3.5);
  line('4a)', printDay(holder.issueDay, 'dots'), 'issue-date', holder.issueDay, value, 0);
  sheet.text('4b)', 56, top, { font: fonts.plain, sizeMm: 1.8, color: [70, 60, 80] });
  const expiry = printDay(holder.expiryDay, 'dots');
  sheet.field('expiry-date', expiry, holder.expiryDay, sheet.text(expiry, 61, top, value));
  top += 3.4;
  line('4c)', 'ГИБДД 0000', 'authority');
  line('', 'GIBDD 0000', null, '', latin, 3.5);
  line(
    '5.',
    number,
    'document-number',
    number.replaceAll(' ', ''),
    { ...value, sizeMm: 2.7, color: [160, 30, 50] },
    4,
  );
  sheet.text('7.', 4, 47, { font: fonts.plain, sizeMm: 1.8, color: [70, 60, 80] });
  sheet.signature(7, 47, 18, chance);
  line('8.', 'СЕВЕРНАЯ ОБЛ.', null, '', value, 3.6);
  const categories = chance.pick(['B B1 M', 'A A1 B B1 M', 'B B1 C C1 M']);
  line('9.', categories, 'licence-categories');
  return {
    kind: 'ru-licence',
    type: 'driving-licence',
    country: 'RUS',
    sides: [sheet.finish('front', card.cornerRadiusMm)],
  };
}

const plain = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Ø', 'O').replaceAll('Ł', 'L');
