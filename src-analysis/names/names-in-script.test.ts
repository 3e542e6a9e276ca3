import { describe, expect, it } from 'vitest';
import { candidatesInScript } from './names-in-script.ts';
import { isWrittenAs } from './written-as.ts';

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

  it('gives only names that are written as what they were read from', () => {
    for (const latin of ['TATIANA', 'OLGA', 'SHCHERBAKOVA', 'ELENA']) {
      for (const name of candidatesInScript(latin, 'RUS', 20)) expect(isWrittenAs(name, latin)).toBe(true);
    }
  });
});
