/** Where in a word a spelling is used: at its start, elsewhere, or after a vowel or a consonant. */
type Place = 'start' | 'inner' | 'after-vowel' | 'after-consonant';

/** One way to write a letter in a zone. */
interface Spelling {
  readonly letter: string;
  /** In Latin; empty for what is left out. */
  readonly latin: string;
  /** Nats, roughly: how much rarer than other letters with this spelling it is in names. Judged, not counted. */
  readonly cost: number;
  readonly place?: Place;
}

const vowels = 'АЕЁИОУЫЭЮЯІЇЄЪ';

/** `А=A` writes А as A; `Ё=E:2` at a cost of 2; `Є=^YE` at the start of a word, `-` elsewhere, `V` after a vowel, `C` after a consonant. */
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
 * How states write Cyrillic names in zones: ICAO Doc 9303-3, section 6 B, and where their own law differs, that as well (Ukraine: Cabinet
 * of Ministers, resolution 55 of 2010; Bulgaria: Transliteration Act of 2009; Serbia: the Latin letters of Serbian without their marks).
 */
const tables: Readonly<Record<string, readonly Spelling[]>> = {
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

const wordBreak = /[ -]/;
/** Nats per letter: of two ways to part `TS` the one with fewer letters is the likelier. */
const letterCost = 0.4;
/** Beginnings kept at each place; their order hardly changes further on, since a spelling looks back one letter only. */
const beginningsKept = 24;

interface Beginning {
  readonly text: string;
  readonly cost: number;
}

/**
 * What `name`, as read from a zone (Latin capitals, spaces or hyphens between words), may be in the script of the state with the code
 * `state` (ICAO Doc 9303-3, section 5): at most `limit` names, likeliest first. Empty where no table of the state is known, or where the
 * name cannot have been written by it. The order is judged by the letters alone; only the first few are worth a look.
 */
export function candidatesInScript(name: string, state: string, limit = 6): string[] {
  const table = tables[state];
  const latin = name.toUpperCase();
  if (table === undefined || latin === '') return [];
  const at: Beginning[][] = Array.from({ length: latin.length + 1 }, () => []);
  at[0] = [{ text: '', cost: 0 }];
  for (let i = 0; i <= latin.length; i++) {
    const all = (at[i] ?? []).flatMap((beginning) => [beginning, ...withSilent(table, beginning)]);
    const beginnings = distinctCheapest(all).slice(0, i === latin.length ? limit : beginningsKept);
    at[i] = beginnings;
    for (const { text, cost } of beginnings) {
      if (wordBreak.test(latin.charAt(i))) at[i + 1]?.push({ text: text + latin.charAt(i), cost });
      for (const spelling of table) {
        if (spelling.latin === '' || !latin.startsWith(spelling.latin, i) || !fits(spelling, text)) continue;
        at[i + spelling.latin.length]?.push({
          text: text + spelling.letter,
          cost: cost + spelling.cost + letterCost,
        });
      }
    }
  }
  return (at[latin.length] ?? []).map(({ text }) => text);
}

/** Letters that a zone leaves out, such as the soft sign. */
function withSilent(table: readonly Spelling[], { text, cost }: Beginning): Beginning[] {
  return table
    .filter((spelling) => spelling.latin === '' && fits(spelling, text))
    .map((spelling) => ({
      text: text + spelling.letter,
      // Л is softened so often that a zone without the sign says little.
      cost: cost + spelling.cost * (text.endsWith('Л') ? 0.5 : 1),
    }));
}

function fits({ place }: Spelling, before: string): boolean {
  const last = before.slice(-1);
  const atStart = last === '' || wordBreak.test(last);
  if (place === undefined) return true;
  switch (place) {
    case 'start':
      return atStart;
    case 'inner':
      return !atStart;
    case 'after-vowel':
      return !atStart && vowels.includes(last);
    case 'after-consonant':
      return !atStart && !vowels.includes(last);
  }
}

function distinctCheapest(beginnings: readonly Beginning[]): Beginning[] {
  const seen = new Set<string>();
  return [...beginnings]
    .sort((a, b) => a.cost - b.cost)
    .filter(({ text }) => {
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    });
}

/**
 * Whether `name` in the script of `state` is written `latin` in its zones, by any of the state's tables; `undefined` where none is known.
 * Unlike a comparison with the candidates it misses no rare letter.
 */
export function isWrittenAs(name: string, latin: string, state: string): boolean | undefined {
  const table = tables[state];
  if (table === undefined) return undefined;
  const letters = name.toUpperCase().replaceAll(/['’ʼ]/gu, '').replaceAll('-', ' ');
  const target = latin.toUpperCase().replaceAll('-', ' ');
  // Ends of `target` that the letters so far may reach.
  const reached: Set<number>[] = Array.from({ length: letters.length + 1 }, () => new Set());
  reached[0]?.add(0);
  for (let i = 0; i < letters.length; i++) {
    for (const end of reached[i] ?? []) {
      if (letters.charAt(i) === ' ' && target.charAt(end) === ' ') reached[i + 1]?.add(end + 1);
      for (const spelling of table) {
        if (!letters.startsWith(spelling.letter, i) || !target.startsWith(spelling.latin, end)) continue;
        // What stands before a letter makes it likelier, not possible; only the start of a word is a rule.
        const isRule = spelling.place === 'start' || spelling.place === 'inner';
        if (!isRule || fits(spelling, letters.slice(0, i)))
          reached[i + spelling.letter.length]?.add(end + spelling.latin.length);
      }
    }
  }
  return reached[letters.length]?.has(target.length) === true;
}
