import { comparableText } from './compare-text.ts';

/**
 * Nationalities and names of states as documents print them, by the code of ICAO Doc 9303-3, section 5: in English, and in the state's own
 * languages where its documents print those. Other words stay as printed: a name that is not listed is no code.
 */
const names: Readonly<Record<string, string>> = {
  UTO: 'UTOPIAN, UTOPIA, UTOPIENNE, UTOPIEN',
  D: 'DEUTSCH, GERMAN, ALLEMANDE, DEUTSCHLAND, GERMANY, НЕМЕЦКОЕ',
  AUT: 'ÖSTERREICH, AUSTRIAN, AUSTRIA, AUTRICHIENNE',
  CHE: 'SCHWEIZ, SUISSE, SVIZZERA, SVIZRA, SWITZERLAND, SWISS',
  FRA: 'FRANÇAISE, FRANÇAIS, FRENCH, FRANCE',
  ITA: 'ITALIANA, ITALIAN, ITALIENNE, ITALIA, ITALY',
  ESP: 'ESPAÑOLA, ESPAÑOL, SPANISH, ESPAÑA, SPAIN',
  PRT: 'PORTUGUESA, PORTUGUESE, PORTUGAL',
  NLD: 'NEDERLANDSE, DUTCH, NEDERLAND, NETHERLANDS',
  BEL: 'BELG, BELGE, BELGISCH, BELGIAN, BELGIUM, BELGIQUE, BELGIË',
  LUX: 'LUXEMBOURGEOISE, LËTZEBUERGESCH, LUXEMBOURGER, LUXEMBOURG',
  GBR: 'BRITISH CITIZEN, UNITED KINGDOM',
  IRL: 'ÉIREANNACH, IRISH, IRELAND',
  DNK: 'DANSK, DANISH, DENMARK, DANMARK',
  SWE: 'SVENSK, SWEDISH, SWEDEN, SVERIGE',
  NOR: 'NORSK, NORWEGIAN, NORWAY, NORGE',
  FIN: 'SUOMI, FINLAND, FINNISH, FINSK',
  ISL: 'ÍSLENSKUR, ÍSLENSK, ICELANDIC, ICELAND, ÍSLAND',
  EST: 'EESTI, ESTONIAN, ESTONIA',
  LVA: 'LATVIJAS, LATVIETIS, LATVIAN, LATVIA',
  LTU: 'LIETUVOS RESPUBLIKOS, LITHUANIAN, LITHUANIA',
  POL: 'POLSKIE, POLISH, POLAND, POLSKA',
  CZE: 'ČESKÁ REPUBLIKA, CZECH, CZECH REPUBLIC, CZECHIA',
  SVK: 'SLOVENSKÁ REPUBLIKA, SLOVAK, SLOVAKIA',
  SVN: 'SLOVENSKO, SLOVENIAN, SLOVENE, SLOVENIA, SLOVENIJA',
  HRV: 'HRVATSKO, CROATIAN, CROATIA, HRVATSKA',
  HUN: 'MAGYAR, HUNGARIAN, HUNGARY',
  ROU: 'ROMÂNĂ, ROMANIAN, ROMANIA',
  BGR: 'БЪЛГАРИЯ, BULGARIAN, BULGARIA',
  GRC: 'ΕΛΛΗΝΙΚΗ, HELLENIC, GREEK, GREECE',
  CYP: 'ΚΥΠΡΙΑΚΗ, CYPRIOT, CYPRUS',
  MLT: 'MALTIJA, MALTESE, MALTA',
  SRB: 'СРПСКО, SERBIAN, SERBIA',
  MKD: 'МАКЕДОНСКО, MACEDONIAN, NORTH MACEDONIA',
  ALB: 'SHQIPTARE, ALBANIAN, ALBANIA',
  TUR: 'T.C., TÜRKİYE CUMHURİYETİ, TURKISH, TURKEY, TÜRKIYE',
  RUS: 'РОССИЙСКАЯ ФЕДЕРАЦИЯ, RUSSIAN FEDERATION, РОССИЯ, RUSSIAN, RUSSIA',
  UKR: 'УКРАЇНА, UKRAINIAN, UKRAINE, УКРАИНА',
  BLR: 'РЭСПУБЛІКА БЕЛАРУСЬ, БЕЛАРУСЬ, REPUBLIC OF BELARUS, BELARUSIAN, BELARUS',
  KAZ: 'ҚАЗАҚСТАН, КАЗАХСТАН, KAZAKHSTANI, KAZAKHSTAN',
  UZB: "O'ZBEKISTON, УЗБЕКИСТАН, UZBEKISTAN, UZBEK",
  KGZ: 'КЫРГЫЗСТАН, КЫРГЫЗ РЕСПУБЛИКАСЫ, KYRGYZSTAN, KYRGYZ',
  TJK: 'ТОҶИКИСТОН, ТАДЖИКИСТАН, TAJIKISTAN, TAJIK',
  ARM: 'ՀԱՅԱՍՏԱՆ, ARMENIAN, ARMENIA, АРМЕНИЯ',
  AZE: 'AZƏRBAYCAN, AZERBAIJANI, AZERBAIJAN, АЗЕРБАЙДЖАН',
  GEO: 'GEORGIAN, GEORGIA, ГРУЗИЯ',
  MDA: 'REPUBLICA MOLDOVA, MOLDOVAN, MOLDOVA, МОЛДОВА',
  USA: 'UNITED STATES OF AMERICA, UNITED STATES, AMERICAN',
  CAN: 'CANADIAN/CANADIENNE, CANADIENNE, CANADIAN, CANADA',
  MEX: 'MEXICANA, MEXICAN, MÉXICO',
  BRA: 'BRASILEIRO(A), BRASILEIRA, BRASILEIRO, BRAZILIAN, BRASIL, BRAZIL',
  ARG: 'ARGENTINA, ARGENTINE, ARGENTINEAN',
  CHL: 'CHILENA, CHILEAN, CHILE',
  COL: 'COLOMBIANA, COLOMBIAN, COLOMBIA',
  PER: 'PERUANA, PERUVIAN, PERÚ',
  AUS: 'AUSTRALIAN, AUSTRALIA',
  NZL: 'NEW ZEALAND, NEW ZEALANDER',
  CHN: 'CHINESE, CHINA',
  JPN: 'JAPANESE, JAPAN',
  KOR: 'REPUBLIC OF KOREA, SOUTH KOREAN',
  IND: 'INDIAN, INDIA',
  PAK: 'PAKISTANI, PAKISTAN',
  BGD: 'BANGLADESHI, BANGLADESH',
  LKA: 'SRI LANKAN, SRI LANKA',
  NPL: 'NEPALESE, NEPALI, NEPAL',
  PHL: 'FILIPINO, PHILIPPINES',
  IDN: 'INDONESIA, INDONESIAN',
  MYS: 'MALAYSIA, MALAYSIAN',
  SGP: 'SINGAPORE CITIZEN, SINGAPOREAN, SINGAPORE',
  THA: 'THAI, THAILAND',
  VNM: 'VIỆT NAM, VIETNAMESE, VIETNAM',
  ISR: 'ISRAELI, ISRAEL',
  EGY: 'EGYPTIAN, EGYPT',
  MAR: 'MAROCAINE, MOROCCAN, MAROC, MOROCCO',
  DZA: 'ALGÉRIENNE, ALGERIAN, ALGÉRIE, ALGERIA',
  TUN: 'TUNISIENNE, TUNISIAN, TUNISIE, TUNISIA',
  ZAF: 'SOUTH AFRICAN, SOUTH AFRICA',
  NGA: 'NIGERIAN, NIGERIA',
  KEN: 'KENYAN, KENYA',
  GHA: 'GHANAIAN, GHANA',
};

const keyOf = (text: string): string => comparableText(text).replace(/\p{M}/gu, '');

const codesByName = new Map(
  Object.entries(names).flatMap(([code, all]) => all.split(', ').map((name) => [keyOf(name), code] as const)),
);

/**
 * The code of a nationality or state as printed, in one language or in several behind slashes (`DEUTSCH / GERMAN`); `null` where no part, or parts
 * of several states, are known by name.
 */
export function stateCodeOf(printed: string): string | null {
  const whole = codesByName.get(keyOf(printed));
  if (whole !== undefined) return whole;
  const codes = new Set(printed.split('/').flatMap((part) => codesByName.get(keyOf(part)) ?? []));
  const [code] = codes;
  return codes.size === 1 && code !== undefined ? code : null;
}
