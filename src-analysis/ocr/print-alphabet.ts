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

/** For each glyph, from the first on, the character that it is in a script; `null` where that has none of its shape. */
export function charactersIn(script: PrintScript): readonly (string | null)[] {
  return printGlyphs.map((glyph) => {
    if (script === 'latin') return /\p{Script=Cyrillic}/u.test(glyph) ? null : glyph;
    return /\p{Script=Latin}/u.test(glyph) ? (twins.get(glyph) ?? null) : glyph;
  });
}
