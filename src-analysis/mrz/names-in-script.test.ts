import { describe, expect, it } from 'vitest';
import { candidatesInScript, isWrittenAs } from './names-in-script.ts';

describe('candidatesInScript', () => {
  it.each([
    ['IVANOV', 'RUS', 'ИВАНОВ'],
    ['MARIIA', 'RUS', 'МАРИЯ'],
    ['SERGEI', 'RUS', 'СЕРГЕЙ'],
    ['DMITRII', 'RUS', 'ДМИТРИЙ'],
    ['SHCHUKIN', 'RUS', 'ЩУКИН'],
    ['ZHUKOVA ANNA', 'RUS', 'ЖУКОВА АННА'],
    ['SHEVCHENKO', 'UKR', 'ШЕВЧЕНКО'],
    ['YULIIA', 'UKR', 'ЮЛІЯ'],
    ['HRYHORII', 'UKR', 'ГРИГОРІЙ'],
    ['ZGHURSKYI', 'UKR', 'ЗГУРСКИЙ'],
    ['SVIATLANA', 'BLR', 'СВЯТЛАНА'],
    ['IHAR', 'BLR', 'ІГАР'],
    ['GEORGIEV', 'BGR', 'ГЕОРГИЕВ'],
    ['SHTERYU', 'BGR', 'ЩЕРЮ'],
    ['LJUBINKA', 'SRB', 'ЉУБИНКА'],
    ['GJORGJI', 'MKD', 'ЃОРЃИ'],
  ])('%s of %s is first of all %s', (latin, state, name) => {
    expect(candidatesInScript(latin, state)[0]).toBe(name);
  });

  it.each([
    ['FEDOR', 'RUS', 'ФЁДОР'],
    ['OLGA', 'RUS', 'ОЛЬГА'],
    ['TATIANA', 'RUS', 'ТАТЬЯНА'],
    ['IGOR', 'RUS', 'ИГОРЬ'],
    ['TSOI', 'RUS', 'ЦОЙ'],
    ['VASYL', 'UKR', 'ВАСИЛЬ'],
    ['PETROVIC', 'SRB', 'ПЕТРОВИЋ'],
    ['DORDE', 'SRB', 'ДОРДЕ'],
  ])('%s of %s may be %s', (latin, state, name) => {
    expect(candidatesInScript(latin, state)).toContain(name);
  });

  it('knows nothing where there is no table, and gives nothing for what the table cannot write', () => {
    expect(candidatesInScript('ERIKSSON', 'UTO')).toEqual([]);
    expect(candidatesInScript('WAGNER', 'RUS')).toEqual([]);
    expect(candidatesInScript('', 'RUS')).toEqual([]);
  });

  it('gives no more than asked for, each once', () => {
    const found = candidatesInScript('ELENA ELEKTRA', 'RUS', 4);
    expect(found).toHaveLength(4);
    expect(new Set(found).size).toBe(4);
  });
});

describe('isWrittenAs', () => {
  // Every letter of ICAO Doc 9303-3, section 6 B for Russian.
  it('writes the whole Russian alphabet by the table of the standard', () => {
    expect(
      isWrittenAs('АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ', 'ABVGDEEZHZIIKLMNOPRSTUFKHTSCHSHSHCHIEYEIUIA', 'RUS'),
    ).toBe(true);
  });

  it.each([
    ['Ђорђевић', 'DORDEVIC', 'SRB', true],
    ["Лук'яненко", 'LUKIANENKO', 'UKR', true],
    ['Салтыков-Щедрин', 'SALTYKOV SHCHEDRIN', 'RUS', true],
    ['Объедкова', 'OBIEEDKOVA', 'RUS', true],
    ['Иванов', 'IVANOVA', 'RUS', false],
    ['Иванова', 'IVANOV', 'RUS', false],
    ['Müller', 'MUELLER', 'D', undefined],
  ])('%s as %s of %s: %s', (name, latin, state, expected) => {
    expect(isWrittenAs(name, latin, state)).toBe(expected);
  });

  it('takes every candidate for what it was read from', () => {
    for (const latin of ['TATIANA', 'OLGA', 'SHCHERBAKOVA', 'ELENA']) {
      for (const name of candidatesInScript(latin, 'RUS', 20))
        expect(isWrittenAs(name, latin, 'RUS')).toBe(true);
    }
  });
});
