// Preloaded into an intake under test: its parent may turn the process' clock by `{ type: 'shift-clock', shiftMs }` over IPC.
let shiftMs = 0;
const MachineDate = globalThis.Date;

globalThis.Date = class extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(MachineDate.now() + shiftMs);
    else super(...parts);
  }
  static now() {
    return MachineDate.now() + shiftMs;
  }
};

process.on('message', (message) => {
  if (message?.type === 'shift-clock') shiftMs = message.shiftMs;
});
