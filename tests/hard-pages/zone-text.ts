import { checkDigit } from '#analysis/mrz/check-digit.ts';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Chance } from './random.ts';

/** The formats of ICAO Doc 9303, which are drawn unless asked otherwise, and those of single states. */
export const drawnFormats: readonly MrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB'];
export const nationalFormats: readonly MrzFormat[] = ['FRID', 'RUIP', 'FRDL', 'CHDL'];

/** What one drawn document says: its zone, and the words printed above it. */
export interface DocumentText {
  readonly lines: readonly string[];
  readonly printed: readonly (readonly [label: string, value: string])[];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const states = ['UTO', 'D<<', 'FRA', 'POL', 'SWE', 'BRA', 'JPN', 'KEN', 'NLD', 'XXA'] as const;
const surnames = [
  'ERIKSSON',
  'OKONKWO',
  'VAN DER MEER',
  'LI',
  'QUIJANO ZUBIRI',
  'WOJCIECHOWSKA',
  'HJORT',
] as const;
const givenNames = [
  'ANNA MARIA',
  'JO',
  'XAVIER',
  'BRIGITTE',
  'OLUWASEUN',
  'KIM',
  'ZBIGNIEW PIOTR JAN',
] as const;

/** Holder and zone by the fields of ICAO Doc 9303-4 to 7. Half of the names are letters by chance: a reader must not guess them. */
export function documentText(format: MrzFormat, chance: Chance): DocumentText {
  const chars = (pool: string, count: number): string =>
    Array.from({ length: count }, () => chance.pick([...pool])).join('');
  const name = (known: readonly string[]): string =>
    chance.happens(0.5) ? chance.pick(known) : chars(letters, chance.whole(2, 11));
  const [surname, given] = [name(surnames), name(givenNames)];
  const state = chance.pick(states);
  const day = (): string =>
    [chance.whole(0, 99), chance.whole(1, 12), chance.whole(1, 28)]
      .map((part) => String(part).padStart(2, '0'))
      .join('');
  const checked = (text: string): string => text + checkDigit(text);
  const padded = (text: string, length: number): string => text.slice(0, length).padEnd(length, '<');
  const optional = (length: number): string =>
    padded(chance.happens(0.4) ? '' : chars(digits + letters, chance.whole(3, length)), length);
  const documentNumber = padded(chars(letters, chance.whole(0, 2)) + chars(digits, chance.whole(6, 9)), 9);
  const [birthDay, expiryDay] = [day(), day()];
  const [number, birth, expiry] = [checked(documentNumber), checked(birthDay), checked(expiryDay)];
  const sex = chance.pick(['M', 'F', '<']);
  const names = (length: number): string => padded(`${surname}<<${given}`.replaceAll(' ', '<'), length);

  const lines = ((): readonly string[] => {
    switch (format) {
      case 'TD3': {
        const personal = checked(optional(14));
        return [
          `P<${state}${names(39)}`,
          `${number}${state}${birth}${sex}${expiry}${personal}${checkDigit(number + birth + expiry + personal)}`,
        ];
      }
      case 'TD2': {
        const rest = optional(7);
        return [
          `I<${state}${names(31)}`,
          `${number}${state}${birth}${sex}${expiry}${rest}${checkDigit(number + birth + expiry + rest)}`,
        ];
      }
      case 'TD1': {
        const [first, second] = [optional(15), optional(11)];
        const composite = checkDigit(number + first + birth + expiry + second);
        return [
          `${chance.pick(['I<', 'ID', 'AC'])}${state}${number}${first}`,
          `${birth}${sex}${expiry}${state}${second}${composite}`,
          names(30),
        ];
      }
      case 'MRVA':
        return [`V<${state}${names(39)}`, `${number}${state}${birth}${sex}${expiry}${optional(16)}`];
      case 'MRVB':
        return [`V<${state}${names(31)}`, `${number}${state}${birth}${sex}${expiry}${optional(8)}`];
      case 'FRID': {
        const first = `IDFRA${padded(surname.replaceAll(' ', '<'), 25)}${chars(digits, 6)}`;
        const month = String(chance.whole(1, 12)).padStart(2, '0');
        const second =
          checked(`${chars(digits, 2)}${month}${chars(digits, 8)}`) +
          padded(given.replaceAll(' ', '<<'), 14) +
          birth +
          chance.pick(['M', 'F']);
        return [first, second + checkDigit(first + second)];
      }
      case 'RUIP': {
        const russian = (): string => chars('ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678', chance.whole(3, 11));
        const series = checked(chars(digits, 9));
        const rest = checked(`${chars(digits, 1)}${day()}${chars(digits, 6)}<`);
        const last = checkDigit(`${series}${birth}<<<<<<<${rest}`);
        return [
          padded(`PNRUS${russian()}<<${russian()}<${russian()}`, 44),
          `${series}RUS${birth}${chance.pick(['M', 'F'])}<<<<<<<${rest}${last}`,
        ];
      }
      case 'FRDL': {
        const licence = `${chars(digits, 2)}${chars(letters, 2)}${chars(digits, 5)}`;
        const line = `${checked(`D1FRA${licence}`)}${expiryDay}${padded(surname.replaceAll(' ', '<'), 8)}`;
        return [line + checkDigit(line)];
      }
      case 'CHDL':
        return [
          `${chars(letters, 3)}${chars(digits, 3)}${chance.pick(['D', 'F', 'I', 'R'])}<<`,
          `FACHE${chars(digits, 12)}<<${birthDay}<<<<<`,
          names(30),
        ];
    }
  })();
  return {
    lines,
    printed: [
      ['Surname / Nom', surname],
      ['Given names / Prénoms', given],
      ['Document No.', documentNumber.replaceAll('<', '')],
      ['Date of birth', birthDay],
      ['Date of expiry', expiryDay],
    ],
  };
}
