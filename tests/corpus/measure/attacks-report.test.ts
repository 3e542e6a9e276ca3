import { expect, it } from 'vitest';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import type { Species } from '../recapture/attacks.ts';
import { attacksReport } from './attacks-report.ts';
import type { PresentationRecord, PresentationScores, RoomRecord } from './attacks.ts';

const quiet: PresentationScores = {
  screen: 0,
  print: 0,
  detail: 0,
  noise: 0,
  edges: 0,
  head: 0,
  realness: 1,
};
const record = (species: Species, scores: Partial<PresentationScores> | null): PresentationRecord => ({
  species,
  person: 'p09',
  finenessPx: species === 'screen' ? 2 : null,
  hasEdges: species === 'screen-unseen-geometry',
  scores: scores === null ? null : { ...quiet, ...scores },
});
const room = (
  medium: RoomRecord['medium'],
  edges: number,
  front: RoomRecord['front'] = null,
): RoomRecord => ({
  person: 'p09',
  room: 'door',
  front,
  medium,
  edgesInView: medium === null ? 0 : 4,
  scores: { ...quiet, edges },
});
const { selfieScreen, selfieEdges, selfieHead } = policy202611.thresholds;

it('counts attacks that no signal warns of, genuine pictures that one does, and apart those without a face', () => {
  const { text, plots } = attacksReport(
    {
      tune: [record('genuine-as-taken', {})],
      test: [
        record('genuine-as-taken', {}),
        record('genuine-as-taken', { print: 0.99 }),
        record('screen', { screen: selfieScreen.value }),
        record('screen', { screen: selfieScreen.value - 0.01, realness: null }),
        record('screen', null),
        record('screen-unseen-geometry', { edges: selfieEdges.value }),
        record('screen-unseen-geometry', { edges: selfieEdges.value - 0.01 }),
        record('molded-mask', { head: selfieHead.value }),
        record('molded-mask', { head: selfieHead.value - 0.01 }),
        record('molded-mask', { head: null }),
      ],
      rooms: {
        tune: [room(null, 0.61, 'table')],
        test: [
          room(null, selfieEdges.value, 'table'),
          room(null, 0.3, 'desk'),
          room('sheet', selfieEdges.value),
          room('device', selfieEdges.value - 0.01),
        ],
      },
      outside: [{ set: 'photographs', picture: 'a.jpg', scores: quiet, program: 'paint.net 4.2.5' }],
    },
    'Heading.',
  );
  const rowOf = (start: string): string[] =>
    (text.split('\n').find((line) => line.startsWith(`| ${start}`)) ?? '')
      .split('|')
      .map((cell) => cell.trim());
  const [, , n, unseen, screen, print, detail, noise, edges, head, any, net] = rowOf('screen (stripes');
  expect([n, unseen]).toEqual(['3', '1']);
  expect([screen, print, detail, noise, edges, head, any].map((cell) => cell?.split(' (')[0])).toEqual([
    '50.0 %',
    '100.0 %',
    '100.0 %',
    '100.0 %',
    '100.0 %',
    '100.0 %',
    '50.0 %',
  ]);
  // Where the head is not seen whole nothing is asked of it; a check that is off by default is none of the five.
  expect([9, 10].map((at) => rowOf('mask of silicone')[at]?.split(' (')[0])).toEqual(['50.0 %', '100.0 %']);
  // The one picture that the optional net was asked about, it took for real.
  expect(net).toContain('100.0 %');
  expect(rowOf('genuine, as rendered')[10]).toContain('50.0 %');
  // Edges in the picture and out of it are counted apart.
  const inPicture = text.split('### With its edges')[1]?.split('\n') ?? [];
  expect(inPicture.find((line) => line.startsWith('| screen of a geometry'))).toMatch(
    /\| 2 +\| 50\.0 % .*\| 50\.0 % .*\| 0 +\|/u,
  );
  const inRooms = text.split('### In rooms')[1] ?? '';
  expect(inRooms).toMatch(/\| test people +\| 2 +\| 0 +\| 50\.0 %/u);
  expect(inRooms).toMatch(
    /\| test, before the body: a table as wide as the picture +\| 1 +\| 0 +\| 100\.0 %/u,
  );
  expect(inRooms).toMatch(/\| test, sheet, printed to its edge +\| 1 +\| 0 +\| 0\.0 %/u);
  expect(inRooms).toMatch(/\| test, device with a dark rim +\| 1 +\| 0 +\| 100\.0 %/u);
  expect(inRooms).toContain('is 0.61 on the tune people');
  expect(text).toContain('paint.net 4.2.5');
  expect(plots.map(({ file }) => file)).toEqual(['presentation-attacks.svg']);
});
