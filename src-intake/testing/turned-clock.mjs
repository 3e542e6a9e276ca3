// Preloaded into an intake under test: its parent may put the process' clock, by `{ type: 'set-clock', nowMs }`, where it then stands, or
// shift it by `{ type: 'shift-clock', shiftMs }`. Each is answered by the message itself.
let [fixedMs, shiftMs] = [undefined, 0];
const MachineDate = globalThis.Date;
const nowMs = () => fixedMs ?? MachineDate.now() + shiftMs;

globalThis.Date = class extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(nowMs());
    else super(...parts);
  }
  static now() {
    return nowMs();
  }
};

process.on('message', (message) => {
  if (message?.type === 'set-clock') fixedMs = message.nowMs;
  else if (message?.type === 'shift-clock') shiftMs = message.shiftMs;
  else return;
  process.send(message);
});
