import { BlockList, isIP } from 'node:net';
import { fail, succeed, type Outcome } from '../errors.ts';

/** Where callbacks may go although it is not the public internet: an administrator's word. */
export interface AllowList {
  readonly hosts: ReadonlySet<string>;
  readonly addresses: BlockList;
}

/** Which addresses may be connected to, and in the clear. */
export interface AddressGuard {
  /**
   * Judges a URL by the addresses that its host has now. `address-refused` when any of them is neither public nor allow-listed,
   * `http-refused` for plain HTTP to anything that is not allow-listed. Connect to these addresses only: a second look at the name may
   * give others.
   */
  judge(url: URL, addresses: readonly string[]): Outcome<undefined, 'address-refused' | 'http-refused'>;
}

/**
 * IPv4 that is no host on the public internet: IANA's special-purpose registry (RFC 6890 and its updates), multicast (RFC 5771) and
 * the reserved rest with the broadcast address (RFC 1112).
 */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/**
 * Global unicast (RFC 4291) is all of IPv6 that can be public. Outside lie loopback, unspecified, link-local, site-local, unique local and
 * multicast, and the forms that carry an IPv4 address: compatible, mapped (::/8) and NAT64 (64:ff9b::/96 and 64:ff9b:1::/48).
 */
const publicIpv6 = '2000::/3';
/** Within global unicast: protocol assignments with Teredo, documentation (twice), and 6to4, which carries an IPv4 address. */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;

const familyOf = { 4: 'ipv4', 6: 'ipv6' } as const;

function addRange(list: BlockList, range: string): boolean {
  const [address = '', prefix, ...rest] = range.split('/');
  const version = isIP(address);
  if ((version !== 4 && version !== 6) || rest.length > 0 || address.includes('%')) return false;
  const longest = version === 4 ? 32 : 128;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest)) return false;
  list.addSubnet(address, prefix === undefined ? longest : Number(prefix), familyOf[version]);
  return true;
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return (version === 4 || version === 6) && list.check(address, familyOf[version]);
}

/** A host's name as comparisons want it: lower case, no dot at the end, no brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isHostName(text: string): boolean {
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(text) || !URL.canParse(`http://${text}/`)) return false;
  // A spelling of an address in decimal or octal turns into another text here.
  return new URL(`http://${text}/`).host === text && isIP(text) === 0;
}

/**
 * Reads the setting: host names and addresses or ranges (CIDR), parted by commas or blanks. Fails with the entry that is neither, in the
 * spelling in which it stands.
 */
export function parseAllowList(setting: string): Outcome<AllowList, `not an entry: ${string}`> {
  const hosts = new Set<string>();
  const addresses = new BlockList();
  for (const entry of setting.split(/[\s,]+/).filter((text) => text !== '')) {
    if (addRange(addresses, entry)) continue;
    if (!isHostName(entry.toLowerCase())) return fail(`not an entry: ${entry}`);
    hosts.add(entry.toLowerCase());
  }
  return succeed({ hosts, addresses });
}

/** The guard over an allow-list: the public internet over TLS, and what is on the list. */
export function createAddressGuard(allowed: AllowList): AddressGuard {
  const special = { 4: listOf(specialIpv4), 6: listOf(specialIpv6) };
  const globalUnicast = listOf([publicIpv6]);
  // IPv4 and IPv6 are asked about apart: a BlockList takes a mapped IPv6 address for the IPv4 address in it.
  function isPublic(address: string): boolean {
    if (isIP(address) === 4) return !isIn(special[4], address);
    return isIn(globalUnicast, address) && !isIn(special[6], address);
  }
  return {
    judge(url, addresses) {
      if (addresses.length === 0) return fail('address-refused');
      const isListed = (address: string): boolean => isIn(allowed.addresses, address);
      if (allowed.hosts.has(hostOf(url)) || addresses.every(isListed)) return succeed(undefined);
      if (url.protocol !== 'https:') return fail('http-refused');
      return addresses.every((address) => isListed(address) || isPublic(address))
        ? succeed(undefined)
        : fail('address-refused');
    },
  };
}
