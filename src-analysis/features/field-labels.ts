import type { FieldName } from '#shared/domain/analysis.ts';
import { comparableText, editDistance } from './compare-text.ts';

/** `Surname | Nom` as a list. */
const labels = (text: string): readonly string[] => text.split('|').map((label) => label.trim());

/**
 * Captions as documents print them, in the languages of the European Union's passports (Resolution of 17 October 2000, 2000/C 310/01, annex),
 * of Norway, Turkey and states that print Russian, Ukrainian or Belarusian. With their marks, in any case. What is a
 * given name somewhere is left out, such as `Adı` and `Nem`.
 */
const fieldLabels: Readonly<Partial<Record<FieldName, readonly string[]>>> = {
  'given-names': labels(
    `Given names | Given name | Given name(s) | First name | Forenames | Prénoms | Prénom | Vornamen | Vorname | Nombre | Nombres | Nome 
    | Imiona | Imię | Jméno | Jména | Meno | Mená | Imena  | Utónév | Utónevek | Prenume | Prenumele | Fornavne | Fornavn | Förnamn | Etunimet
    | Voornamen | Eesnimed | Eesnimi | Vardas | Vardai | Vārds | Vārdi | Nomes próprios  | Имя | Имена | Ім'я | Імя | Уласнае імя `,
  ),
  surname: labels(
    `Surname | Family name | Last name | Nom | Nachname | Familienname | Name | Apellidos | Apellido | Cognome | Nazwisko | Příjmení | Priezvisko
    | Prezime | Priimek | Családi név | Nume | Numele | Efternavn | Etternavn | Efternamn | Sukunimi | Naam | Achternaam | Perekonnanimi
    | Perenimi | Pavardė | Uzvārds | Apelidos | Apelido | Kunjom | Soyadı | Familiya | Фамилия | Прізвище | Прозвішча | Фамилно име`,
  ),
  'document-number': labels(
    `Passport No | Passport number | Document No | Document number | Card No | Passeport No | No du passeport | Reisepass-Nr | Reisepassnummer
    | Pass-Nr | Pasaporte No | Passaporto N | Nr paszportu | Numer paszportu | Číslo pasu | Číslo dokladu | Putovnica br | Broj putovnice
    | Útlevél száma | Pașaport nr | Pas nr | Passnr | Passin nro | Paspoortnummer | Passi nr | Paso Nr | Pases Nr | Pasaport No
    | Номер паспорта | Паспорт № | Номер документа`,
  ),
  'birth-date': labels(
    `Date of birth | Birth date | Birthdate | Date de naissance | Geburtsdatum | Geburtstag | Fecha de nacimiento | Data di nascita
    | Data urodzenia | Datum narození | Dátum narodenia | Datum rođenja | Datum rojstva | Születési idő | Data nașterii | Fødselsdato
    | Födelsetid | Födelsedatum | Syntymäaika | Geboortedatum | Sünniaeg | Gimimo data | Dzimšanas datums | Data de nascimento
    | Data tat-twelid | Doğum tarihi | Дата рождения | Дата народження | Дата нараджэння | Дата на раждане`,
  ),
  'expiry-date': labels(
    `Date of expiry | Expiry date | Expiration date | Date of expiration | Valid until | Expires on | Date d'expiration | Gültig bis
    | Fecha de caducidad | Fecha de expiración | Data di scadenza | Data ważności | Termin ważności | Datum platnosti | Platnost do
    | Dátum platnosti | Vrijedi do | Datum isteka | Velja do | Datum poteka | Érvényességi idő | Data expirării | Udløbsdato | Gyldig til
    | Giltigt till | Sista giltighetsdag | Viimeinen voimassaolopäivä | Geldig tot | Kehtiv kuni | Galioja iki | Derīga līdz | Data de validade
    | Son geçerlilik tarihi | Срок действия | Дата окончания срока | Дата закінчення строку дії | Валидна до`,
  ),
  'issue-date': labels(
    `Date of issue | Issue date | Issued on | Date de délivrance | Ausstellungsdatum | Fecha de expedición | Data di rilascio | Data wydania
    | Datum vydání | Dátum vydania | Datum izdavanja | Datum izdaje | Kiállítás kelte | Data eliberării | Udstedelsesdato | Utstedelsesdato
    | Datum för utfärdande | Myöntämispäivä | Datum van afgifte | Väljaandmise kuupäev | Išdavimo data | Izdošanas datums
    | Data de emissão | Veriliş tarihi | Дата выдачи | Дата видачі | Дата выдачы | Дата на издаване`,
  ),
  'place-of-birth': labels(
    `Place of birth | Birthplace | Lieu de naissance | Geburtsort | Lugar de nacimiento | Luogo di nascita | Miejsce urodzenia
    | Místo narození | Miesto narodenia | Mjesto rođenja | Kraj rojstva | Születési hely | Locul nașterii | Fødested | Födelseort
    | Syntymäpaikka | Geboorteplaats | Sünnikoht | Gimimo vieta | Dzimšanas vieta | Local de nascimento | Post tat-twelid | Doğum yeri
    | Место рождения | Місце народження | Месца нараджэння | Място на раждане`,
  ),
  authority: labels(
    `Authority | Issuing authority | Autorité | Behörde | Ausstellende Behörde | Autoridad | Autorità | Organ wydający | Vydal | Nadležno tijelo
    | Pristojni organ | Kiállító hatóság | Autoritatea | Myndighed | Myndighet | Viranomainen | Autoriteit | Väljaandja | Išdavė | Pasą išdavė
    | Izdevējiestāde | Autoridade | Awtorità | Veren makam | Орган, выдавший документ | Орган, що видав`,
  ),
  nationality: labels(
    `Nationality | Citizenship | Nationalité | Staatsangehörigkeit | Nacionalidad | Cittadinanza | Obywatelstwo | Státní občanství
    | Štátne občianstvo | Državljanstvo | Állampolgárság | Cetățenia | Nationalitet | Statsborgerskap | Medborgarskap | Kansalaisuus
    | Nationaliteit | Kodakondsus | Pilietybė | Pilsonība | Piederība | Nacionalidade | Ċittadinanza | Uyruğu | Гражданство | Громадянство
    | Грамадзянства`,
  ),
  sex: labels(
    `Sex | Sexe | Gender | Geschlecht | Sexo | Sesso | Płeć | Pohlaví | Pohlavie   | Sexul  | Kjønn  | Sukupuoli
    | Geslacht | Sugu | Lytis | Dzimums | Cinsiyeti | Пол | Стать`,
  ),
  'personal-number': labels(
    `Personal No | Personal number | No personnel | N° personnel | Personennummer | Número personal | Numero personale | Numer PESEL | Rodné číslo
    | Osobni broj  | EMŠO | Cod numeric personal | Personnummer | Henkilötunnus | Isikukood | Asmens kodas | Personas kods
    | Code d'identité | Личный номер`,
  ),
};

/** Captions of what is no field of ours, which stand beside the values of those that are. */
const otherLabels: readonly string[] = labels(
  `Type | Typ | Tipo | Type/Type | Code of issuing State | Code of State | Country code | Code du pays | Code de l'État émetteur
  | Código del país | Codice paese | Valstybės kodas | Valsts kods | Riigi kood | Height | Taille | Größe | Estatura | Statura | Wzrost | Augums
  | Ūgis | Length | Lengte | Pituus | Längd | Højde | Colour of eyes | Color of eyes | Eye color | Couleur des yeux | Augenfarbe
  | Signature | Signature of bearer | Signature du titulaire | Holder's signature | Bearer's signature | Unterschrift
  | Unterschrift des Inhabers | Firma del titular | Firma del titolare | Podpis posiadacza | Podpis držitele | Podpis držiteľa | Potpis | Parašas
  | Asmens parašas | Paraksts | Allkiri | Handtekening | Indehaverens underskrift | Namnteckning | Nimikirjoitus | Assinatura | Semnătura
  | Marital status | Civil status | Issuing post name | Registration number | Control number | Case number | Annotation | Category | Entries
  | Number of entries | Nombre d'entrées | Anzahl der Einreisen | Duration of stay | Durée du séjour | Dauer des Aufenthalts | Remarks
  | Remarques | Bemerkungen | Anmerkungen | Observaciones | Observations | Residence | Domicile | Wohnort | Address | Adresse | Dirección
  | Subscript | Ordens- und Künstlername | Religious name or pseudonym | Nom d'usage | Spouse's name | Name at birth | Geburtsname
  | Nom de naissance | Личная подпись | Подпись владельца | Подпись`,
);

/** A caption, as {@link comparableText} writes it, with the field that it leads to, if any. */
export interface KnownLabel {
  readonly key: string;
  readonly name: FieldName | null;
}

let known: readonly KnownLabel[] | undefined;

/** Every caption; the same list at each call. */
export function knownLabels(): readonly KnownLabel[] {
  known ??= [
    ...Object.entries(fieldLabels).flatMap(([name, all]) =>
      all.map((label) => ({ key: comparableText(label), name: name as FieldName })),
    ),
    ...otherLabels.map((label) => ({ key: comparableText(label), name: null })),
  ];
  return known;
}

/** From this length a caption may be misread in a letter in six; a shorter word is a name or a place somewhere. */
const leastFuzzyLength = 6;
/** As much of a caption is no value: `DE NAISSANCE` of `Date de naissance`. */
const leastPartLength = 8;
const mostLabelWords = 6;

/** Whether a text is a caption or a long part of one, in whatever language. */
export function isLabelText(text: string): boolean {
  const key = comparableText(text);
  if (key.length < leastFuzzyLength) return false;
  // No closures here and below: they would be compiled anew for every page, and all captions are gone through for each of its texts.
  for (const label of knownLabels())
    if (isMisread(key, label.key) || (key.length >= leastPartLength && label.key.includes(key))) return true;
  return false;
}

/**
 * How many words of a value stand before the next caption, after how many of captions at its start. The value's own caption ends nothing: an
 * authority may be called `PASSPORT AUTHORITY`.
 */
export function withoutLabels<Word extends { readonly text: string }>(
  words: readonly Word[],
  name: FieldName,
): readonly Word[] {
  const keys = words.map(({ text }) => comparableText(text));
  let start = 0;
  for (let at = 0; at < words.length; at += 1) {
    const taken = labelAt(keys, at, at === start ? null : name);
    if (taken === 0) continue;
    // The number of a caption is no part of what stands before it.
    if (at > start) return words.slice(start, /^\d{1,2}$/.test(keys[at - 1] ?? '') ? at - 1 : at);
    start = at + taken;
    at = start - 1;
  }
  return words.slice(start);
}

/** How many words from `at` on are a caption: the longest; 0 where none is. `butOf` is whose captions do not count. */
function labelAt(keys: readonly string[], at: number, butOf: FieldName | null): number {
  let longest = 0;
  let text = '';
  for (let end = at; end < Math.min(keys.length, at + mostLabelWords); end += 1) {
    text += keys[end] ?? '';
    if (isCaptionOfOthers(text, butOf)) longest = end - at + 1;
  }
  return longest;
}

function isCaptionOfOthers(text: string, butOf: FieldName | null): boolean {
  for (const { key, name } of knownLabels())
    if (key.length >= leastFuzzyLength && (butOf === null || name !== butOf) && isMisread(text, key))
      return true;
  return false;
}

function isMisread(text: string, label: string): boolean {
  const most = label.length < leastFuzzyLength ? 0 : Math.floor(label.length / 6);
  return editDistance(text, label, most) <= most;
}
