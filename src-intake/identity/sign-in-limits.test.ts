import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';
import { createLockout } from './lockout.ts';
import { createRateLimits } from './rate-limit.ts';

// Two of each on one database are two intake processes.

let intake: OpenTestIntake;
let at = Date.parse('2026-03-02T08:00:00.000Z');
const now = () => new Date(at).toISOString();

beforeAll(async () => {
  intake = await startOpenTestIntake({ now });
});
beforeEach(() => {
  at += 24 * 60 * 60_000;
});
afterAll(() => intake.remove());

const limitIn = () => createRateLimits({ db: intake.db, hmac: (_, text) => text, now })('tries', 5);

it('allows so many a minute to a key at all processes together, also at once', async () => {
  const [one, other] = [limitIn(), limitIn()];
  const taken = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : other).take('one')),
  );
  expect(taken.filter((isTaken) => isTaken)).toHaveLength(5);
  expect(await limitIn().take('one')).toBe(false);
  expect(await limitIn().take('another')).toBe(true);
  at += 60_000;
  expect(await limitIn().take('one')).toBe(true);
});

it('locks a name at the place of ten failures, and everywhere after a hundred', async () => {
  const { db } = intake;
  const lockout = createLockout({ db, now });
  const other = createLockout({ db, now });
  const fail = async (place: string): Promise<'locked' | 'go' | 'locks'> => {
    const tried = { loginHmac: 'n', place };
    const begun = await lockout.begin(tried);
    if (begun === 'locked') return begun;
    return (await lockout.settleWrong(db, tried)) ? 'locks' : 'go';
  };
  for (let place = 0; place < 10; place++) {
    const ended = [];
    for (let n = 0; n < 10; n++) ended.push(await fail(place.toString()));
    expect(ended).toEqual([...Array.from({ length: 9 }, () => 'go'), 'locks']);
    expect(await fail(place.toString())).toBe('locked');
    if (place < 9) {
      const elsewhere = { loginHmac: 'n', place: 'elsewhere' };
      expect(await other.begin(elsewhere)).toBe('go');
      await other.giveBack(db, elsewhere);
    }
  }
  expect(await fail('elsewhere')).toBe('locked');
  await lockout.lift(db, 'n');
  expect(await fail('0')).toBe('go');
});
