import type { Language } from './language.ts';
import { idCardAndSelfie, passportAndSelfie, passportInHand } from './scenario.ts';

const builtInTitles: Readonly<Record<Exclude<Language, 'en'>, ReadonlyMap<string, string>>> = {
  ru: new Map([
    [passportAndSelfie.name, 'Паспорт + селфи'],
    [idCardAndSelfie.name, 'ID-карта с двух сторон + селфи'],
    [passportInHand.name, 'Паспорт + селфи с ним в руке'],
  ]),
};

/** A scenario's name for a reader of `language`: ours are translated, an organization's own stands as it was given. */
export function scenarioTitle(name: string, language: Language): string {
  return language === 'en' ? name : (builtInTitles[language].get(name) ?? name);
}
