import type { FindingStatus } from '#shared/domain/analysis.ts';
import { sameFilm } from '#shared/domain/near-films.ts';
import { species, type LivenessRecord } from './liveness.ts';
import { turnShares, type ReplayRecord, type TurnRecord } from './liveness-replays.ts';
import { table, type Report } from './reports.ts';
import { inPercent, share } from './statistics.ts';

const checkIds = [
  'liveness.active',
  'liveness.timing',
  'liveness.one-person',
  'liveness.depth',
  'liveness.not-replayed',
] as const;

function statusOf({ findings }: LivenessRecord, id: string): FindingStatus | undefined {
  return findings.find((finding) => finding.id === id)?.status;
}

const isPassed = (record: LivenessRecord): boolean =>
  record.findings.every(
    ({ status, id }) => status === 'passed' || (status === 'not-run' && id !== 'liveness.active'),
  );
const isObjected = (record: LivenessRecord, id: string): boolean =>
  ['failed', 'warning'].includes(statusOf(record, id) ?? '');

/** What liveness finds on films made of rendered people: what compares versions, and no error rates of real people or attacks. */
export function livenessReport(
  {
    records,
    replays,
    turns,
  }: {
    readonly records: readonly LivenessRecord[];
    readonly replays: readonly ReplayRecord[];
    readonly turns: readonly TurnRecord[];
  },
  heading: string,
): Report {
  const of = (name: string): readonly LivenessRecord[] => records.filter((record) => record.species === name);
  const people = new Set(records.map(({ actor }) => actor)).size;
  const perFrame = records.map(({ ms, frames }) => ms / frames).sort((a, b) => a - b);
  const at = (part: number): string => (perFrame[Math.floor(part * (perFrame.length - 1))] ?? 0).toFixed(0);
  return {
    name: 'liveness',
    plots: [],
    text: `# Accuracy: active liveness

${heading}

${String(records.length)} challenges, filmed with **${String(people)} people who do not exist**. Of each there are a selfie, a head turned by 30° to either side and one picture with
closed eyes; a film is a **morph** between these by their landmarks, faded over, with sway and noise of a hand and a sensor. Raised heads and smiles
are not rendered at all: they are the selfie with its landmarks moved by a generic head's depth, so that for them it is measured only that the
measure moves. Nothing here is a rate of real people, cameras or attackers: with 4 people the intervals, which take challenges for independent, are
too narrow. The reflexes of paper, screens and masks are not simulated: \`liveness.*\` judges movement alone.

## By species

Passed: every check of liveness passed, or could not be run but for the movements themselves; such a session may go on without a person. For attacks this is
APCER in the words of ISO/IEC 30107-3; for people who do what is asked, BPCER is what is missing to 100 %. The columns of the checks are shares that fail or warn.

${table(
  ['before the camera', 'challenges', 'passed', ...checkIds.map((id) => id.replace('liveness.', ''))],
  species.map(({ name, isAttack }) => [
    `${isAttack ? '' : '**genuine:** '}${name}`,
    of(name).length,
    inPercent(share(of(name).filter(isPassed).length, of(name).length), 0),
    ...checkIds.map(
      (id) =>
        `${String(of(name).filter((record) => isObjected(record, id)).length)} of ${String(of(name).length)}`,
    ),
  ]),
)}

A blink is told by the net that looks at eyes (\`face-parts\`), of whose training two of these four people were a part; where it finds the eyes hidden, such a
challenge is a warning (\`unclear\`), never a pass. A film of
another person's true answer to the same challenge, played on a screen, would pass all of these: that is for the checks of presentation attacks.

**Prints of each pose, exchanged in time**, are told by what is missing: where the head moved twice and more, and no frame of any of these movements
shows it on its way, there or back, it warns. Of frames 333 ms apart, a head that takes half a second each way is seen on its way in most movements; one
that turns in less is not always, and may be warned of; with one movement of the head, or frames further apart than 400 ms, nothing is told, and
**such prints pass**. Paper itself is not looked for here. A
tightly bent print reads as a head that is turned a little; what is told of it is that it is turned too little to have depth.

## What was measured

${table(
  [
    'before the camera',
    'frames',
    'turn, largest',
    'relief of the nose',
    'strangers as alike as the first face and the least alike one',
  ],
  species.map(({ name }) => [
    name,
    of(name).reduce((sum, { frames }) => sum + frames, 0),
    range(of(name).map(largestTurn), 0, '°'),
    range(scoresOf(of(name), 'liveness.depth'), 2),
    strangersOf(scoresOf(of(name), 'liveness.one-person')),
  ]),
)}

Turns are differences of yaw to the frames before the first movement. The relief is measured only where the turn reaches the policy's limit.

${turnsSection(turns)}

${replaysSection(replays)}

## Cost

${String(records.reduce((sum, { frames }) => sum + frames, 0))} frames of 480 × 640 px, in one thread with decoding and hash: median ${at(0.5)} ms a frame over challenges, ${at(0.95)} ms at the 95th percentile,
on a machine that other programs kept busy; the least over a whole challenge was ${at(0)} ms.
`,
  };
}

function turnsSection(turns: readonly TurnRecord[]): string {
  const inWords = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'no face' : `${value.toFixed(0)}°`;
  const rendered = turns.filter(({ how }) => how === 'rendered');
  return `## Turns whose angle is known

What the landmarks say of a turn, beyond the yaw of the selfie that it starts from, to the side that is asked for; the policy wants 18°. **Rendered** heads
stand at 30° at the end, and what lies between is a morph. **Drawn** ones are a selfie whose landmarks were moved as if a head turned by 42°.

${table(
  ['person', 'to the', ...turnShares.map((share) => `at ${(100 * share).toFixed(0)} %`)],
  turns.map(({ actor, how, action, turnedDeg }) => [
    `${actor}, ${how}`,
    action === 'turn-left' ? 'left' : 'right',
    ...turnedDeg.map(inWords),
  ]),
)}

Of the ${String(rendered.length)} turns of rendered heads these reach 18°: ${turnShares
    .map((part, nth) => {
      const reached = rendered.filter(({ turnedDeg }) => (turnedDeg[nth] ?? 0) >= 18).length;
      return `${String(reached)} at ${(30 * part).toFixed(1)}°`;
    })
    .join(', ')}. At 30° they measure ${range(
    rendered.flatMap(({ turnedDeg }) => turnedDeg.at(-1) ?? []),
    0,
    '°',
  )}, more to the one side or the other in different people: a selfie looks a little aside itself, and the difference to it is what counts. So the limit asks
for a turn of about 20°, and who turns less is asked again or looked at. Of a **drawn** head the measure falls again, in some people and to some sides, when it is drawn far: hair and ears stay where they
were, and the landmarks are no longer found on what is not a head. That is a fault of the drawing, and why a person in the tests turns rendered heads.`;
}

function replaysSection(replays: readonly ReplayRecord[]): string {
  const row = (kind: string): readonly (string | number)[] => {
    const of = replays.filter((record) => record.kind === kind);
    return [
      kind,
      of.length,
      inPercent(share(of.filter(({ isTold }) => isTold).length, of.length), 0),
      range(
        of.map(({ shared }) => shared.places.length),
        0,
      ),
      range(
        of.map(({ shared }) => shared.movedBits),
        0,
      ),
    ];
  };
  const rows = (isReplay: boolean): (readonly (string | number)[])[] =>
    [...new Set(replays.filter((record) => record.isReplay === isReplay).map(({ kind }) => kind))].map(row);
  const head = ['film', 'pairs', 'told', 'frames in common', 'bits among these'];
  return `## Frames of another session

Every film of a challenge is held against those of earlier sessions, by hashes of its frames that are kept sealed, as they are and mirrored: it is told where
${String(sameFilm.frames)} frames are nearly frames of the other, and differ in ${String(sameFilm.movedBits)} of 256 bits among themselves. The limits were chosen in view of the four people above; these are films of
**8 others**, three movements with 31 frames, drawn from a selfie. A frame that came before to the byte is told by itself, always.

${table(['replay of another session’s frames', ...head.slice(1)], rows(true))}

And films that are no replay. "The same pictures" are one rendered picture seen from elsewhere, with another hand: nearer to a replay than any camera's film of
another day, in which light, ground, face and angles differ as well.

${table(['no replay', ...head.slice(1)], rows(false))}

So somebody who sits in the same place to 2 % of the picture's width, in the same light and with the same face, may be told: it only asks an analyst to
look, and shows both films. A film that is **seen here for the first time**, mirrored or not, is told by none of this: a mirrored face is nearly the
same face, and to the left and right of it nothing says which is which. One that is shown on a screen to a camera, cut by more than 2 %, is for the
checks of presentation attacks.`;
}

function largestTurn({ shown: { frames, neutral } }: LivenessRecord): number {
  return Math.max(
    0,
    ...frames.map(({ face }) => (face === null ? 0 : Math.abs(face.yawDeg - (neutral?.yawDeg ?? 0)))),
  );
}

function strangersOf(oneIn: readonly number[]): string {
  if (oneIn.length === 0) return '–';
  const [least, most] = [Math.min(...oneIn), Math.max(...oneIn)].map((many) => Math.floor(many));
  return least === most ? `1 in ${String(least)}` : `1 in ${String(least)} to 1 in ${String(most)}`;
}

function scoresOf(records: readonly LivenessRecord[], id: string): readonly number[] {
  return records.flatMap(({ findings }) => findings.find((finding) => finding.id === id)?.score ?? []);
}

function range(values: readonly number[], digits: number, unit = ''): string {
  if (values.length === 0) return '–';
  return `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}${unit}`;
}
