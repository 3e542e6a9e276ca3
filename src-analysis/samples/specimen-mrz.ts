import { assert } from '#shared/lib/invariant.ts';
import { checkDigit } from '../mrz/check-digit.ts';
import type { SpecimenHolder } from './specimen.ts';

/** Utopia: the code that ICAO Doc 9303-3 (section 5) keeps for specimens. */
export const issuingState = 'UTO';

/**
 * The two lines of a passport, 44 characters each (ICAO Doc 9303-4). With `wrongBirthCheckDigit` that one digit
 * is printed wrong, and the composite digit holds for what is printed.
 */
export function passportMrz(holder: SpecimenHolder, wrongBirthCheckDigit = false): readonly [string, string] {
  const number = withCheckDigit(padded(holder.documentNumber, 9));
  const birth = birthField(holder, wrongBirthCheckDigit);
  const expiry = withCheckDigit(sixDigits(holder.expiryDay));
  const personal = withCheckDigit(padded(holder.personalNumber, 14));
  const composite = checkDigit(number + birth + expiry + personal);
  return [
    padded(`P<${issuingState}${nameField(holder)}`, 44),
    `${number}${issuingState}${birth}${holder.sex}${expiry}${personal}${composite}`,
  ];
}

/** The three lines of an identity card, 30 characters each (ICAO Doc 9303-5). */
export function idCardMrz(
  holder: SpecimenHolder,
  wrongBirthCheckDigit = false,
): readonly [string, string, string] {
  const number = withCheckDigit(padded(holder.documentNumber, 9));
  const optional = padded(holder.personalNumber, 15);
  const birth = birthField(holder, wrongBirthCheckDigit);
  const expiry = withCheckDigit(sixDigits(holder.expiryDay));
  const composite = checkDigit(number + optional + birth + expiry + padded('', 11));
  return [
    `I<${issuingState}${number}${optional}`,
    `${birth}${holder.sex}${expiry}${issuingState}${padded('', 11)}${composite}`,
    padded(nameField(holder), 30),
  ];
}

function nameField({ surname, givenNames }: SpecimenHolder): string {
  return `${surname}<<${givenNames}`.replaceAll(' ', '<');
}

function birthField({ birthDay }: SpecimenHolder, isWrong: boolean): string {
  const digits = sixDigits(birthDay);
  const right = checkDigit(digits);
  return isWrong ? `${digits}${String((Number(right) + 1) % 10)}` : `${digits}${right}`;
}

function withCheckDigit(data: string): string {
  return `${data}${checkDigit(data)}`;
}

function padded(text: string, length: number): string {
  assert(text.length <= length, 'a specimen field is longer than its place');
  return text.padEnd(length, '<');
}

/** YYMMDD of an ISO day. */
function sixDigits(day: string): string {
  return `${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8, 10)}`;
}
