import { unreachable } from '#shared/lib/invariant.ts';
import type { Chance } from '../hard-pages/random.ts';
import { drawAamvaLicence, drawEuLicence, drawRussianLicence } from './layouts/licences.ts';
import { drawOtherCard } from './layouts/other-card.ts';
import { drawRussianInternalPassport } from './layouts/russian-internal-passport.ts';
import { drawPassport, drawTd1, drawTd2Card, drawVisa } from './layouts/travel-documents.ts';
import type { DocumentKind, DrawnDocument } from './page-truth.ts';
import type { CorpusResources } from './resources.ts';

/** A fictional document of the kind, its holder and its looks by chance: the same chance gives the same document. */
export async function drawDocument(
  kind: DocumentKind,
  chance: Chance,
  resources: CorpusResources,
): Promise<DrawnDocument> {
  switch (kind) {
    case 'td3-passport':
      return drawPassport(chance, resources);
    case 'td1-card':
    case 'residence-permit':
      return drawTd1(kind, chance, resources);
    case 'td2-card':
      return drawTd2Card(chance, resources);
    case 'mrva-visa':
      return drawVisa('MRVA', chance, resources);
    case 'mrvb-visa':
      return drawVisa('MRVB', chance, resources);
    case 'eu-licence':
      return drawEuLicence(chance, resources);
    case 'aamva-licence':
      return drawAamvaLicence(chance, resources);
    case 'ru-internal-passport':
      return drawRussianInternalPassport(chance, resources);
    case 'ru-licence':
      return drawRussianLicence(chance, resources);
    case 'other-card':
      return drawOtherCard(chance, resources);
    default:
      return unreachable(kind);
  }
}
