import { expect, it } from 'vitest';
import { noNotifications } from '#shared/domain/scenario.ts';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import type { RpcReply } from '#shared/rpc/contract.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { newDraft } from './new-draft.ts';

const draft = newDraft('loan', 'Loan');
const aRecord = (part: Partial<ScenarioRecord> = {}): ScenarioRecord => ({
  id: 'loan',
  name: 'Loan',
  draft,
  versions: [],
  activeVersion: null,
  archived: false,
  revision: 1,
  ...part,
});

/** The intake's rule, and nothing else of it: a save on top of another revision than the last is refused. */
class FakeIntake {
  record = aRecord();
  isOffline = false;
  saves = 0;
  /** Runs while a save is on its way. */
  meanwhile: () => void = () => undefined;

  save = async (on: ScenarioRecord, next: ScenarioDraft): Promise<RpcReply<'scenarioRecords.saveDraft'>> => {
    this.saves += 1;
    await Promise.resolve();
    this.meanwhile();
    this.meanwhile = () => undefined;
    if (this.isOffline) return { ok: false, code: 'offline' };
    if (on.revision !== this.record.revision) return { ok: false, code: 'stale-edit' };
    this.record = { ...this.record, draft: next, name: next.name, revision: on.revision + 1 };
    return { ok: true, value: { record: this.record } };
  };
}

class FakeStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

function aKeeper(intake = new FakeIntake(), storage = new FakeStorage()) {
  const keeper = new DraftKeeper(intake.record, {
    save: intake.save,
    storage,
    // Tests flush by hand.
    after: () => () => undefined,
    onRecord: () => undefined,
  });
  return { keeper, intake, storage, status: () => keeper.state.get().status };
}

it('saves what was edited, and keeps it on the machine only until then', async () => {
  const { keeper, intake, storage, status } = aKeeper();
  keeper.change({ ...draft, name: 'Car loan' });
  expect([status(), storage.kept.size]).toEqual(['waiting', 1]);
  expect(await keeper.flush()).toBe(true);
  expect([status(), storage.kept.size, intake.record.name]).toEqual(['saved', 0, 'Car loan']);
});

it('saves again what was edited while a save was on its way', async () => {
  const { keeper, intake, status } = aKeeper();
  keeper.change({ ...draft, name: 'Car' });
  intake.meanwhile = () => {
    keeper.change({ ...draft, name: 'Car loan' });
  };
  expect(await keeper.flush()).toBe(true);
  expect([status(), intake.record.name, intake.saves]).toEqual(['saved', 'Car loan', 2]);
});

it('sends nothing that the schema refuses, and says what is wrong', async () => {
  const { keeper, intake, status } = aKeeper();
  keeper.change({ ...draft, name: '', notifications: { ...noNotifications, callbackUrl: 'bank' } });
  expect(await keeper.flush()).toBe(false);
  expect([status(), intake.saves]).toEqual(['invalid', 0]);
  expect(keeper.state.get().problems.map(({ path, key }) => [path, key])).toEqual([
    ['name', 'problem.empty'],
    ['notifications.callbackUrl', 'problem.url'],
  ]);
});

it('loses no edit when the window closes, not even an emptied number', async () => {
  const { keeper, intake, storage } = aKeeper();
  keeper.change({ ...draft, name: 'Car loan', ageYears: { min: Number.NaN, max: 70 } });
  const again = aKeeper(intake, storage);
  expect(again.keeper.state.get().draft).toMatchObject({ name: 'Car loan', ageYears: { max: 70 } });
  expect([again.status(), await again.keeper.flush(), intake.saves]).toEqual(['invalid', false, 0]);
});

it('keeps the edits while the intake does not answer', async () => {
  const { keeper, intake, storage, status } = aKeeper();
  intake.isOffline = true;
  keeper.change({ ...draft, name: 'Car loan' });
  expect(await keeper.flush()).toBe(false);
  expect([status(), storage.kept.size]).toEqual(['offline', 1]);
  intake.isOffline = false;
  expect(await keeper.flush()).toBe(true);
  expect(intake.record.name).toBe('Car loan');
});

it('overwrites nobody: a stale edit waits for the person, who keeps either', async () => {
  const stale = async () => {
    const all = aKeeper();
    const theirs = { ...draft, name: 'Theirs' };
    all.intake.record = aRecord({ draft: theirs, name: 'Theirs', revision: 2 });
    all.keeper.change({ ...draft, name: 'Mine' });
    expect(await all.keeper.flush()).toBe(false);
    expect([all.status(), all.intake.record.name]).toEqual(['stale', 'Theirs']);
    return all;
  };
  const mine = await stale();
  mine.keeper.keepMine(mine.intake.record);
  expect([await mine.keeper.flush(), mine.intake.record.name]).toEqual([true, 'Mine']);
  const theirs = await stale();
  theirs.keeper.takeTheirs(theirs.intake.record);
  expect([theirs.status(), theirs.keeper.state.get().draft.name]).toEqual(['saved', 'Theirs']);
  expect(theirs.storage.kept.size).toBe(0);
});

it('shows what others made only where nothing of its own is unsaved', () => {
  const newer = aRecord({ draft: { ...draft, name: 'Newer' }, revision: 2 });
  const idle = aKeeper();
  idle.keeper.accept(newer);
  expect(idle.keeper.state.get().draft.name).toBe('Newer');
  const busy = aKeeper();
  busy.keeper.change({ ...draft, name: 'Mine' });
  busy.keeper.accept(newer);
  expect(busy.keeper.state.get().draft.name).toBe('Mine');
});
