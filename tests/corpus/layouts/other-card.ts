import type { FieldName } from '#shared/domain/analysis.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { drawHolder, drawNumber } from '../holders.ts';
import type { DrawnDocument } from '../page-truth.ts';
import type { CorpusResources } from '../resources.ts';
import { drawPaper, drawSecurityPrint } from '../security-print.ts';
import { createSheet } from '../sheet.ts';
import { dayField, drawDesign, printField } from './design.ts';

/** A card of no known family: no zone, no barcode, fields in an order and columns of its own. Its type is `unknown` to any definition. */
export function drawOtherCard(chance: Chance, resources: CorpusResources): DrawnDocument {
  const holder = drawHolder('latin', chance, resources);
  const design = drawDesign(chance, resources);
  const sheet = createSheet(85.6, 54, drawPaper(chance));
  drawSecurityPrint(sheet.canvas, chance);
  const title = chance.pick(['STAFF IDENTITY', 'STUDENT CARD', 'MEMBER OF THE GUILD', 'SEAFARER CARD']);
  sheet.text(title, 5, 6.6, design.title);
  const portraitX = chance.pick([4, 31, 59]);
  sheet.portrait(holder.portrait, portraitX, 10, 22);
  const columns = portraitX === 4 ? [30, 58] : portraitX === 31 ? [4, 56] : [4, 32];
  const number = drawNumber('AA-99999', chance);
  const fields: readonly { name: FieldName; value: string; normalized?: string }[] = [
    { name: 'surname', value: holder.surname },
    { name: 'given-names', value: holder.givenNames },
    { name: 'document-number', value: number },
    dayField('birth-date', holder.birthDay, design),
    dayField('expiry-date', holder.expiryDay, design),
  ];
  const narrow = { ...design, value: { ...design.value, squeeze: 0.78, sizeMm: 2.7 } };
  fields.forEach((field, index) => {
    const column = columns[index % 2] ?? 4;
    printField(sheet, narrow, resources, field, column, 10 + Math.floor(index / 2) * 8.2);
  });
  sheet.signature(columns[0] ?? 4, 49, 20, chance);
  return {
    kind: 'other-card',
    type: 'unknown',
    country: design.state.code,
    sides: [sheet.finish('front', 3.18)],
  };
}
