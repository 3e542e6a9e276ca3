/** Where in a word a spelling is used: at its start, elsewhere, or after a vowel or a consonant. */
export type Place = 'start' | 'inner' | 'after-vowel' | 'after-consonant';

/** One way to write a letter in a zone. */
export interface Spelling {
  readonly letter: string;
  /** In Latin; empty for what is left out. */
  readonly latin: string;
  /** Nats, roughly: how much rarer than other letters with this spelling it is in names. Judged, not counted. */
  readonly cost: number;
  readonly place?: Place;
}

/** `А=A` writes А as A; `Ё=E:2` at a cost of 2; `Є=^YE` at the start of a word, `-` elsewhere, `V~` after a vowel, `C~` after a consonant. */
function spellings(text: string): Spelling[] {
  const places: Readonly<Record<string, Place>> = {
    '^': 'start',
    '-': 'inner',
    V: 'after-vowel',
    C: 'after-consonant',
  };
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [, letter = '', mark = '', latin = '', cost = '0'] =
        /^(.+?)=([\^-]|[VC]~)?([A-Z]*)(?::([\d.]+))?$/u.exec(entry) ?? [];
      const place = places[mark.charAt(0)];
      return { letter, latin, cost: Number(cost), ...(place === undefined ? {} : { place }) };
    });
}

/** What all of the Cyrillic tables share. */
const common = 'А=A Б=B В=V Д=D З=Z К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F';
const eastern = `${common} Е=E Ж=ZH Х=KH Ц=TS Ч=CH Ш=SH Ю=IU Я=IA`;
/** Й is what И is not: the second of two vowels. */
const shortI = 'И=^I И=C~I И=V~I:1.5 Й=V~I Й=I:4';

/**
 * How states write Cyrillic names in zones, by their code: ICAO Doc 9303-3, section 6 B, and where their own law differs, that as well
 * (Ukraine: Cabinet of Ministers, resolution 55 of 2010; Bulgaria: Transliteration Act of 2009; Serbia: the Latin letters of Serbian
 * without their marks). One letter for several, so that a name is read back as candidates.
 */
export const cyrillicTables: Readonly<Record<string, readonly Spelling[]>> = {
  RUS: spellings(`${eastern} ${shortI} Г=G Ё=E:2 Щ=SHCH Ъ=C~IE:5 Ы=Y Ь=C~:1.5 Э=^E:1 Э=-E:4`),
  BLR: spellings(`${eastern} Г=H І=^I І=C~I І=V~I:1.5 Й=V~I Й=I:4 Ё=IO Ў=V~U:0.5 Ы=Y Э=E:1 Ь=C~:1.5`),
  UKR: spellings(
    `${eastern} Г=H Ґ=G И=Y І=^I І=C~I І=V~I:1.5 Ї=V~I:0.5 Ї=I:4 Й=V~I Й=I:4 Є=IE:0.5 Щ=SHCH Ь=C~:1.5 ЗГ=ZGH
     Є=^YE Ї=^YI Й=^Y:1 Ю=^YU Я=^YA`,
  ),
  BGR: spellings(
    `${common} Г=G Е=E Ж=ZH И=I Й=Y:0.5 Й=V~I:1 Х=H Х=KH:1 Ц=TS Ч=CH Ш=SH Щ=SHT Ъ=A:2 Ъ=IE:5 Ь=C~Y:2 Ю=YU Ю=IU:1 Я=YA Я=IA:1`,
  ),
  SRB: spellings(
    `${common} Г=G Г=H:5 Ђ=D:2.5 Е=E Ж=Z:1 И=I Ј=J Љ=LJ Њ=NJ Ћ=C:0.5 Х=H Ц=C:1 Ч=C:0.5 Џ=DZ:1 Ш=S:1`,
  ),
  MKD: spellings(`${common} Г=G Ѓ=GJ Е=E Ж=ZH Ѕ=DZ:0.5 И=I Ј=J Љ=LJ Њ=NJ Ќ=KJ Х=H Ц=C Ч=CH Џ=DJ Ш=SH`),
};

/**
 * Letters that documents still bear as they were written by earlier tables: Russian passports before 2010 (order 310 of 1997: `YU`, `YA`,
 * `Y`) and before 2014 (GOST R 52535.1), licences by road signs' rules, and passports in French spelling before 1997.
 */
const earlier = spellings(
  `Е=YE Е=IE Ё=YO Ё=IO Ё=YE Ж=J Й=Y Й=J И=Y Х=H Ц=C Ц=TC Щ=SHT Ъ= Ъ=Y Ы=I Ь= Ю=YU Ю=JU Я=YA Я=JA Є=YE Ї=YI`,
);

/**
 * Latin letters whose writing is more than the letter without its mark: ICAO Doc 9303-3, section 6 A, with every choice that it leaves, and
 * `O` for Ø and `A` for Æ by states that drop the mark. `ß` is `SS` in capitals already.
 */
const latin = spellings(
  `Ä=AE Ä=A Å=AA Å=A Æ=AE Æ=A Ð=D Đ=D Đ=DJ Ə=E Ħ=H I=I İ=I Ĳ=IJ ĸ=Q Ł=L Ŋ=N Ñ=NXX Ñ=N Ö=OE Ö=O Ø=OE Ø=O Œ=OE Þ=TH Ŧ=T Ü=UE Ü=UXX Ü=U ẞ=SS`,
);

/** Every way in which zones write a letter, or letters that are written together; letters of upper case, as composed. */
export const writingsByLetter: ReadonlyMap<string, readonly string[]> = groupByLetter([
  ...Object.values(cyrillicTables).flat(),
  ...earlier,
  ...latin,
]);

function groupByLetter(all: readonly Spelling[]): ReadonlyMap<string, readonly string[]> {
  const byLetter = new Map<string, Set<string>>();
  for (const { letter, latin: writing } of all)
    byLetter.set(letter, (byLetter.get(letter) ?? new Set()).add(writing));
  return new Map([...byLetter].map(([letter, writings]) => [letter, [...writings]]));
}
