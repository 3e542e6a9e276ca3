import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAddressGuard, parseAllowList, type AllowList } from './address-guard.ts';

function allowing(setting: string): AllowList {
  const parsed = parseAllowList(setting);
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed.value;
}
const nothing = createAddressGuard(allowing(''));
const refused = { ok: false, code: 'address-refused' };
const example = new URL('https://example.org/');

const octet = fc.nat(255);
/** One of each range that must never be called: its first two octets, the others are any. */
const privateIpv4 = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 })),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 })),
      fc.constantFrom<[number, number]>([169, 254], [192, 168], [198, 18], [198, 19]),
      fc.tuple(fc.integer({ min: 224, max: 255 }), octet),
    ),
    octet,
    octet,
  )
  .map(([[a, b], c, d]) => [a, b, c, d] as const);

type Octets = readonly [number, number, number, number];
const dotted = (octets: Octets): string => octets.join('.');
const number = ([a, b, c, d]: Octets): number => ((a * 256 + b) * 256 + c) * 256 + d;
const hextets = ([a, b, c, d]: Octets): string =>
  `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
const radix = (value: number, base: 'decimal' | 'octal' | 'hex'): string =>
  ({ decimal: value.toString(), octal: `0${value.toString(8)}`, hex: `0x${value.toString(16)}` })[base];
const base = fc.constantFrom('decimal', 'octal', 'hex');

/** Every spelling of an IPv4 address that URLs know: one to four numbers, each in any of three bases, a dot behind. */
function spellingsOf(octets: Octets): fc.Arbitrary<string> {
  const [a, b, c, d] = octets;
  const groups = [[number(octets)], [a, (b * 256 + c) * 256 + d], [a, b, c * 256 + d], [a, b, c, d]];
  return fc
    .tuple(
      fc.constantFrom(...groups),
      fc.array(base, { minLength: 4, maxLength: 4 }),
      fc.constantFrom('', '.'),
    )
    .map(([parts, bases, dot]) => parts.map((part, at) => radix(part, bases[at] ?? 'hex')).join('.') + dot);
}

it('refuses private, local and special IPv4 addresses in whatever spelling', () => {
  fc.assert(
    fc.property(
      privateIpv4.chain((octets) => fc.tuple(fc.constant(octets), spellingsOf(octets))),
      ([octets, spelling]) => {
        const url = new URL(`https://${spelling}/hook`);
        // The address that is connected to is the one in the URL once that is parsed.
        expect(url.hostname).toBe(dotted(octets));
        expect(nothing.judge(url, [url.hostname])).toEqual(refused);
      },
    ),
  );
});

it('refuses every IPv6 form that carries a private IPv4 address, in long and short spelling', () => {
  const forms: ((octets: Octets) => string)[] = [
    (octets) => `::ffff:${dotted(octets)}`,
    (octets) => `0:0:0:0:0:FFFF:${hextets(octets)}`,
    (octets) => `::${dotted(octets)}`,
    (octets) => `::${hextets(octets)}`,
    (octets) => `64:ff9b::${dotted(octets)}`,
    (octets) => `0064:ff9b:0:0:0:0:${hextets(octets)}`,
    (octets) => `64:ff9b:1::${hextets(octets)}`,
    (octets) => `2002:${hextets(octets)}::1`,
    (octets) => `2001:0:${hextets(octets)}::`,
    (octets) => `::ffff:0:${dotted(octets)}`,
  ];
  fc.assert(
    fc.property(privateIpv4, fc.constantFrom(...forms), (octets, form) => {
      const address = form(octets);
      const url = new URL(`https://[${address}]/`);
      expect(nothing.judge(url, [address])).toEqual(refused);
      expect(nothing.judge(url, [url.hostname.slice(1, -1)])).toEqual(refused);
    }),
  );
});

it('refuses all of IPv6 outside of global unicast, and what is no address', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const first = parseInt(new URL(`https://[${address}]/`).hostname.slice(1).split(':')[0] ?? '', 16) || 0;
      fc.pre(first < 0x2000 || first > 0x3fff);
      expect(nothing.judge(example, [address])).toEqual(refused);
    }),
  );
  for (const address of ['fe80::1%eth0', 'localhost', '', '2130706433', '2001:db8::1'])
    expect(nothing.judge(example, [address])).toEqual(refused);
  expect(nothing.judge(example, [])).toEqual(refused);
});

it('lets the public internet through, by TLS only, and not when one address of several is private', () => {
  for (const address of [
    '93.184.215.14',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700::1111',
    '2a00:1450::1',
  ])
    expect(nothing.judge(example, [address])).toEqual({ ok: true, value: undefined });
  expect(nothing.judge(new URL('http://example.org/'), ['93.184.215.14'])).toEqual({
    ok: false,
    code: 'http-refused',
  });
  expect(nothing.judge(example, ['93.184.215.14', '127.0.0.1'])).toEqual(refused);
});

it('makes exceptions for listed hosts and ranges alone', () => {
  const guard = createAddressGuard(allowing('erp.Internal, 10.1.0.0/16 fd00::/8,127.0.0.1'));
  const judge = (url: string, ...addresses: string[]) => guard.judge(new URL(url), addresses).ok;
  expect(judge('http://ERP.internal.:8080/x', '192.168.3.4')).toBe(true);
  expect(judge('http://10.1.2.3/', '10.1.2.3')).toBe(true);
  expect(judge('http://[fd00::7]/', 'fd00::7')).toBe(true);
  expect(judge('http://0x7f.1/', '127.0.0.1')).toBe(true);
  expect(judge('https://mixed.example/', '10.1.2.3', '93.184.215.14')).toBe(true);
  expect(judge('http://mixed.example/', '10.1.2.3', '93.184.215.14')).toBe(false);
  expect(judge('https://10.2.0.1/', '10.2.0.1')).toBe(false);
  expect(judge('https://a.erp.internal/', '192.168.3.4')).toBe(false);
  expect(judge('https://127.0.0.2/', '127.0.0.2')).toBe(false);
});

it.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '::1/129',
  '1.2.3.4/8/8',
  '0x7f.1',
  '2130706433',
  'https://a.b',
  'a.b:80',
  'a/b',
  '*.b',
])('says that %s is no entry of the list', (entry) => {
  expect(parseAllowList(`good.example,${entry}`)).toEqual({ ok: false, code: `not an entry: ${entry}` });
});
