import type { FieldName } from '#shared/domain/analysis.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { drawHolder, drawNumber, printDay } from '../holders.ts';
import type { DrawnDocument } from '../page-truth.ts';
import type { CorpusResources } from '../resources.ts';
import { drawSecurityPrint } from '../security-print.ts';
import { createSheet, ink, type TextLook } from '../sheet.ts';
import { russianZone } from '../zones.ts';

const red = [170, 30, 40] as const;

/**
 * Pages 2 and 3 as they lie open, 125 by 176 mm: who issued it above the fold, whom it shows below, series and number in red along the
 * right edges, the zone at the foot of page 3. Drawn by us, and marked as a specimen.
 */
export function drawRussianInternalPassport(chance: Chance, resources: CorpusResources): DrawnDocument {
  const holder = drawHolder('cyrillic', chance, resources);
  const { fonts } = resources;
  const sheet = createSheet(125, 176, [
    chance.whole(232, 242),
    chance.whole(222, 232),
    chance.whole(216, 228),
  ]);
  drawSecurityPrint(sheet.canvas, chance);
  const label: TextLook = { font: fonts.plain, sizeMm: 2.1, color: [110, 70, 80] };
  const value: TextLook = { font: fonts.plain, sizeMm: 3.3, color: ink, bold: 0.02, squeeze: 0.95 };
  const put = (name: FieldName | null, words: string, xMm: number, yMm: number, normalized = words): void => {
    const rectPx = sheet.text(words, xMm, yMm, value);
    if (name !== null) sheet.field(name, words, normalized, rectPx);
  };
  const series = drawNumber('9999', chance);
  const number = series + drawNumber('999999', chance);
  const code = drawNumber('999-999', chance);

  sheet.text('РОССИЙСКАЯ ФЕДЕРАЦИЯ', 34, 12, { font: fonts.plain, sizeMm: 4.6, color: red, bold: 0.03 });
  sheet.text('ОБРАЗЕЦ', 88, 17, { font: fonts.plain, sizeMm: 2.6, color: red });
  sheet.text('Паспорт выдан', 8, 24, label);
  const office = chance.pick([
    'ОТДЕЛОМ УФМС ПО СЕВЕРНОЙ ОБЛ.',
    'ОВД ГОР. ЗАРЕЧЕНСКА',
    'МВД ПО РЕСПУБЛИКЕ ЛУГОВАЯ',
  ]);
  put('authority', office, 30, 24);
  sheet.text('Дата выдачи', 8, 52, label);
  put('issue-date', printDay(holder.issueDay, 'dots'), 27, 52, holder.issueDay);
  sheet.text('Код подразделения', 60, 52, label);
  put('division-code', code, 86, 52);
  sheet.text('Личный код', 8, 68, label);
  sheet.text('Личная подпись', 60, 68, label);
  sheet.signature(84, 76, 24, chance);
  sheet.stamp('МИНИСТЕРСТВО ОБРАЗЦОВ * ', 34, 68, 13, fonts.plain, [60, 60, 140]);

  // Page 3. The portrait is 35 by 45 mm.
  sheet.portrait(holder.portrait, 7, 100, 34);
  const rows: readonly (readonly [string, FieldName, string, string])[] = [
    ['Фамилия', 'surname', holder.surname, holder.surname],
    ['Имя', 'given-names', holder.givenNames, holder.givenNames],
    ['Отчество', 'patronymic', holder.patronymic, holder.patronymic],
  ];
  rows.forEach(([title, name, words, normalized], index) => {
    const y = 103 + index * 10;
    sheet.text(title, 46, y, label);
    put(name, words, 62, y + 0.5, normalized);
  });
  sheet.text('Пол', 46, 133, label);
  put('sex', holder.sex === 'M' ? 'МУЖ.' : 'ЖЕН.', 53, 133.3, holder.sex);
  sheet.text('Дата рождения', 66, 133, label);
  put('birth-date', printDay(holder.birthDay, 'dots'), 86, 133.3, holder.birthDay);
  sheet.text('Место рождения', 46, 141, label);
  put('place-of-birth', holder.placeOfBirth, 68, 141.3);

  // Series and number, read from below, on both pages; each is printed twice, the field is one.
  const red2: TextLook = { font: fonts.ocrB, sizeMm: 4.4, color: red, turnDeg: 90 };
  const printed = `${series.slice(0, 2)} ${series.slice(2)} ${number.slice(4)}`;
  for (const top of [24, 104]) {
    const rectPx = sheet.text(printed, 117, top, red2);
    if (top === 104) sheet.field('document-number', printed, number, rectPx);
  }
  const zone = russianZone({ ...holder, number, divisionCode: code.replace('-', '') });
  const rectPx = sheet.mrz('RUIP', zone, fonts.ocrB, { lastLineMm: 9.4, stepMm: 6.35 });
  const tell = (name: FieldName, words: string): void => {
    sheet.told({ name, source: 'mrz', value: words, normalized: words }, rectPx);
  };
  tell('surname', holder.surname);
  tell('given-names', holder.givenNames);
  tell('patronymic', holder.patronymic);
  tell('document-number', number);
  tell('birth-date', holder.birthDay);
  tell('sex', holder.sex);
  tell('issue-date', holder.issueDay);
  tell('division-code', code);
  return {
    kind: 'ru-internal-passport',
    type: 'internal-passport',
    country: 'RUS',
    sides: [sheet.finish('front', 2)],
  };
}
