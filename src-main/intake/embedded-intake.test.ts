import { expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { superviseIntake, type IntakeChild } from './embedded-intake.ts';

class FakeChild implements IntakeChild {
  asked = 0;
  killed = 0;
  private readonly messageListeners: ((message: unknown) => void)[] = [];
  private readonly exitListeners: (() => void)[] = [];

  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener);
  }
  onExit(listener: () => void): void {
    this.exitListeners.push(listener);
  }
  askToStop(): void {
    this.asked += 1;
  }
  kill(): void {
    this.killed += 1;
    this.exit();
  }
  say(message: unknown): void {
    for (const listener of this.messageListeners) listener(message);
  }
  exit(): void {
    for (const listener of this.exitListeners) listener();
  }
}

function start(timing = {}) {
  const children: FakeChild[] = [];
  const events: string[] = [];
  const intake = superviseIntake({
    spawn: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    log: (event) => events.push(event),
    timing: { firstRestartMs: 2, longestRestartMs: 8, stopMs: 20, ...timing },
  });
  return { intake, children, events, child: (index: number) => must(children[index], 'a child') };
}

const address = { url: 'http://127.0.0.1:4000', token: 'secret' };

it('has an address once the process says where it listens', async () => {
  const { intake, child } = start();
  expect(intake.getAddress()).toBeUndefined();
  child(0).say({ type: 'ready', ...address });
  expect([await intake.ready(), intake.getAddress()]).toEqual([{ ok: true, address }, address]);
});

it('believes only messages of the protocol', () => {
  const { intake, child } = start();
  child(0).say({ type: 'ready', url: 'nowhere', token: 'secret' });
  child(0).say('ready');
  expect(intake.getAddress()).toBeUndefined();
});

it('starts a process that died again, without an address meanwhile', async () => {
  const { intake, children, child } = start();
  child(0).say({ type: 'ready', ...address });
  child(0).exit();
  expect(intake.getAddress()).toBeUndefined();
  await expect.poll(() => children.length).toBe(2);
  const next = { url: 'http://127.0.0.1:5000', token: 'secret' };
  child(1).say({ type: 'ready', ...next });
  expect(intake.getAddress()).toEqual(next);
});

it('never logs the token', () => {
  const lines: string[] = [];
  const child = new FakeChild();
  superviseIntake({ spawn: () => child, log: (...event) => lines.push(JSON.stringify(event)) });
  child.say({ type: 'ready', ...address });
  expect(lines.join()).not.toContain('secret');
});

it('passes on why an intake cannot start', async () => {
  const { intake, child } = start();
  child(0).say({ type: 'failed', code: 'keyring-wrong' });
  expect(await intake.ready()).toEqual({ ok: false, code: 'keyring-wrong' });
});

it('waits for an orphan of a killed workstation to let go of the data folder', async () => {
  const { intake, children, child } = start();
  child(0).say({ type: 'failed', code: 'data-folder-in-use' });
  child(0).exit();
  await expect.poll(() => children.length).toBe(2);
  child(1).say({ type: 'ready', ...address });
  expect(await intake.ready()).toEqual({ ok: true, address });
});

it('gives a data folder up that somebody keeps using', async () => {
  const { intake, child } = start({ busyFolderMs: 0 });
  child(0).say({ type: 'failed', code: 'data-folder-in-use' });
  expect(await intake.ready()).toEqual({ ok: false, code: 'data-folder-in-use' });
});

it('asks the process to end and starts no other', async () => {
  const { intake, children, child } = start();
  const closed = intake.close();
  child(0).exit();
  await closed;
  expect([child(0).asked, child(0).killed, children.length]).toEqual([1, 0, 1]);
});

it('kills a process that does not end', async () => {
  const { intake, child } = start();
  await intake.close();
  expect([child(0).asked, child(0).killed]).toEqual([1, 1]);
});
