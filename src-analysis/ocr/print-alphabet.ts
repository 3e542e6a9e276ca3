/**
 * The glyphs of `models/own/print-line.onnx` in the order of its classes, which begin behind the blank (`models/training/print/alphabet.py`).
 * Letters of Latin and Cyrillic that look alike are one glyph, named by the Latin letter.
 */
export const printGlyphs: readonly string[] = Array.from(
  '0123456789' +
    " .,-/'<():№°&+" +
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ' +
    'ÀÁÂÃÄÅĀĂĄÆÇĆĈĊČĎĐÈÉÊËĒĖĘĚĜĞĠĢĤĦÌÍÎÏĪĮİĴĶĹĻĽŁÑŃŅŇŊÒÓÔÕÖŌŐØŒŔŖŘŚŜŞŠŢŤŦÙÚÛÜŪŬŮŰŲŴÝŶŸŹŻŽÞ' +
    'БГДЖЗИЙЛПУФЦЧШЩЪЫЬЭЮЯЄҐЎӘҒҚҢӨҰ' +
    'abcdefghijklmnopqrstuvwxyz' +
    'àáâãäåāăąæçćĉċčďđèéêëēėęěĝğġģĥħìíîïīįıĵķĺļľłñńņňŋòóôõöōőøœŕŗřśŝşšţťŧùúûüūŭůűųŵýŷÿźżžþ' +
    'ßð' +
    'бвгджзийклмнптфцчшщъыьэюяєґўәғқңөұ',
);

export type PrintScript = 'latin' | 'cyrillic';

const twins = new Map(
  Array.from('ABEKMHOPCTXIJSËÏaeopcyxijsëï', (latin, index) => [
    latin,
    'АВЕКМНОРСТХІЈЅЁЇаеорсухіјѕёї'.charAt(index),
  ]),
);

/** For each glyph, from the first on, the character that it is where it is read; `null` for what is not read there. */
export type PrintCharacters = readonly (string | null)[];

function charactersIn(script: PrintScript): PrintCharacters {
  return printGlyphs.map((glyph) => {
    if (script === 'latin') return /\p{Script=Cyrillic}/u.test(glyph) ? null : glyph;
    return /\p{Script=Latin}/u.test(glyph) ? (twins.get(glyph) ?? null) : glyph;
  });
}

const lettersOf = (characters: PrintCharacters): PrintCharacters =>
  characters.map((char) => (char !== null && /[\p{L} .'-]/u.test(char) ? char : null));

const [latin, cyrillic] = [charactersIn('latin'), charactersIn('cyrillic')];
/** What a script has a character for. */
export const charactersOf: Readonly<Record<PrintScript, PrintCharacters>> = { latin, cyrillic };
/** Without figures and marks that no name has. */
export const lettersOfNames: Readonly<Record<PrintScript, PrintCharacters>> = {
  latin: lettersOf(latin),
  cyrillic: lettersOf(cyrillic),
};
