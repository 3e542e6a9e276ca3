import { expect, it } from 'vitest';
import { otherReadings } from './number-readings.ts';

it.each([
  ['966372OQ', ['9663720Q']],
  ['PAO940409', ['PA0940409']],
  ['KU67V13F0', ['KU67VI3F0']],
  ['AB0123', ['ABO123', 'AB0I23', 'ABOI23']],
])('%s may also be %s', (number, others) => {
  expect([...otherReadings(number)].sort()).toEqual([...others].sort());
});

it.each(['1016822578', '041332774', 'N49696231', 'LOI', '022-345-679', 'ER95Q27P9'])(
  '%s is clear',
  (number) => {
    expect(otherReadings(number)).toEqual([]);
  },
);
