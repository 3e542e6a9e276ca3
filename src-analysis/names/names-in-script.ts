import { cyrillicTables, type Spelling } from './letter-writings.ts';

const vowels = 'АЕЁИОУЫЭЮЯІЇЄЪ';
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
  const table = cyrillicTables[state];
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
