/** Whether the text has Cyrillic letters. */
export function hasCyrillic(text: string): boolean {
  return /\p{Script=Cyrillic}/u.test(text);
}

const twinsOfLatin = new Map(
  Array.from('ABEKMHOPCTYX', (letter, index) => [letter, 'АВЕКМНОРСТУХ'.charAt(index)]),
);
const twinsOfCyrillic = new Map([...twinsOfLatin].map(([latin, cyrillic]) => [cyrillic, latin]));

/** Upper case, with letters of the other script that look like the wanted one's put right: readers of both take either. */
export function inScript(text: string, script: 'latin' | 'cyrillic'): string {
  const twins = script === 'latin' ? twinsOfCyrillic : twinsOfLatin;
  return Array.from(text.toUpperCase().normalize('NFC'), (letter) => twins.get(letter) ?? letter).join('');
}
