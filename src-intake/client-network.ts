import { isIPv6 } from 'node:net';

/** Groups of 16 bits that name an IPv6 network of one customer: a /64, below which anybody makes addresses as they like. */
const groupsOfNetwork = 4;

/** What a caller is counted by: the IPv4 address, also where it is mapped into IPv6; of IPv6, the /64 network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  // The parser of URLs writes each address in one way.
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname
    .slice(1, -1)
    .split('::');
  const groupsOf = (text: string | undefined): string[] =>
    (text ?? '').split(':').filter((group) => group !== '');
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const between = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: between }, () => '0'), ...last];
  return `${groups.slice(0, groupsOfNetwork).join(':')}::/64`;
}
