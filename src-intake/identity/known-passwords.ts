/** Rows of keyboards, the alphabet and digits; a piece of one, in either direction, is what everybody tries. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
].flatMap((row) => [row, [...row].reverse().join('')]);

/** What passwords are made of where nobody thinks. Of our own choosing: what the thing is, where it is, and what one says to it. */
const words = [
  ...['password', 'passwort', 'passphrase', 'parol', 'пароль', 'secret', 'welcome', 'letmein', 'login'],
  ...['vidimus', 'admin', 'administrator', 'analyst', 'user', 'test', 'demo', 'bank', 'intake', 'changeme'],
];

/** Fewer letters than that of a person's own are found by trying. */
const ownLettersAtLeast = 8;
const differentLettersAtLeast = 5;
const rowPieceLength = 4;

const spelledWithSigns: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};

/** Without pieces of keyboard rows, of at least four letters. */
function withoutRows(text: string): string {
  const letters = [...text];
  let rest = '';
  for (let from = 0; from < letters.length;) {
    let length = 0;
    while (
      from + length < letters.length &&
      rows.some((row) => row.includes(letters.slice(from, from + length + 1).join('')))
    )
      length++;
    if (length >= rowPieceLength) {
      from += length;
    } else {
      rest += letters[from] ?? '';
      from++;
    }
  }
  return rest;
}

function without(text: string, parts: readonly string[]): string {
  return parts.filter((part) => part.length >= 3).reduce((rest, part) => rest.replaceAll(part, ''), text);
}

/**
 * Whether somebody who tries the commonest first would come to this password soon: little is left of it without the account's names,
 * common words, rows of the keyboard and repetitions. A rule of ours instead of a copied list.
 */
export function isKnownPassword(password: string, names: readonly string[]): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  if (new Set(lower).size < differentLettersAtLeast) return true;
  // Longest first, so that none hides in a piece of another one.
  const parts = [...names.flatMap((name) => name.toLowerCase().split(/[\s._@-]+/)), ...words].sort(
    (a, b) => b.length - a.length,
  );
  const spellings = [lower, lower.replace(/[01345@$]/g, (sign) => spelledWithSigns[sign] ?? sign)];
  return spellings.some((spelling) => {
    const rest = withoutRows(without(spelling, parts));
    // What comes again right after itself counts once.
    const once = rest.replace(/(.+?)\1+/gu, '$1').replace(/[\s\p{P}]/gu, '');
    return once.length < ownLettersAtLeast;
  });
}
