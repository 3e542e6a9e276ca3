import type { FindingStatus } from '#shared/domain/analysis.ts';
import { sameFilm } from '#shared/domain/near-films.ts';
import { species, triedLimits, type LivenessRecord } from './liveness.ts';
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

const arePassed = (findings: LivenessRecord['findings']): boolean =>
  findings.every(
    ({ status, id }) => status === 'passed' || (status === 'not-run' && id !== 'liveness.active'),
  );
const isPassed = ({ findings }: LivenessRecord): boolean => arePassed(findings);
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
  const measured = species.filter(({ name }) => records.some((record) => record.species === name));
  const missing = species.filter((one) => !measured.includes(one));
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
  measured.map(({ name, isAttack }) => [
    `${isAttack ? '' : '**genuine:** '}${name}`,
    of(name).length,
    inPercent(share(of(name).filter(isPassed).length, of(name).length), 0),
    ...checkIds.map(
      (id) =>
        `${String(of(name).filter((record) => isObjected(record, id)).length)} of ${String(of(name).length)}`,
    ),
  ]),
)}

${
  missing.length === 0
    ? ''
    : `**Not measured in this run:** ${missing.map(({ name }) => name).join('; ')}.

`
}A blink is told by the net that looks at eyes (\`face-parts\`), of whose training two of these four people were a part; where it finds the eyes hidden, such a
challenge is a warning (\`unclear\`), never a pass. A film of
another person's true answer to the same challenge, played on a screen, would pass all of these: that is for the checks of presentation attacks.

While a head is asked to move the page takes a frame each 83 ms, as a camera with 30 pictures a second gives them, and sends nine even ones and the nine of
the others between which the picture changes most. A phone that needs more than 42 ms for a frame sends the even ones alone, each 333 ms.

**Prints of each pose, exchanged in time**, are told by what is missing. Of frames no further apart than 150 ms one way that no frame shows is enough,
there or back: the head was at one end in a frame and at the other in the next, or frames between show no face (\`hidden\`). Of even frames alone it
takes two movements of the head and more, none of which has a frame on its way. **What is chosen so:** the limits are judged in view of the films above.
A head that moves in 0.3 s each way is on its way for 116 ms, and seen there nearly always; one that moves in 0.2 s less often, and may be **warned of though it is a
person's**. People who turned their heads to and fro as hard as they could reached 780 degrees a second (the median of 20; Grossman and others, *Frequency
and velocity of rotational head perturbations during locomotion*, 1988), which is quicker still: nobody is asked to, and the page asks to turn slowly.
That is why it warns and never refuses. What **passes** still: one movement of the head in even frames alone, frames further apart than 400 ms, and now and then a print
that is pushed before the other, where the landmarks that are found across its edge look as if the head were on its way. One more print, of a head that is half turned,
would pass too. Paper itself is not looked for here. A
print that is bent tightly reads as a head that is turned a little; what is told of it is that it is turned too little to have depth. One that is bent more tightly
has the depth of a head, and passes where nothing but turns is asked for, which is asked of nobody any more: see the limit of a turn.

## What was measured

${table(
  [
    'before the camera',
    'frames',
    'turn, largest',
    'relief of the nose',
    'strangers as alike as the first face and the least alike one',
  ],
  measured.map(({ name }) => [
    name,
    of(name).reduce((sum, { frames }) => sum + frames, 0),
    range(of(name).map(largestTurn), 0, '°'),
    range(scoresOf(of(name), 'liveness.depth'), 2),
    strangersOf(scoresOf(of(name), 'liveness.one-person')),
  ]),
)}

Turns are differences of yaw to the frames before the first movement. The relief is measured only where the turn reaches the policy's limit.

${turnsSection(turns)}

${limitsSection(records)}

${replaysSection(replays)}

## Cost

${String(records.reduce((sum, { frames }) => sum + frames, 0))} frames of 480 × 640 px, in one thread with decoding and hash: median ${at(0.5)} ms a frame over challenges, ${at(0.95)} ms at the 95th percentile,
of processor time; the least over a whole challenge was ${at(0)} ms. A challenge has ${range(
      records.map(({ frames }) => frames),
      0,
    )} frames, and 76 at most (four movements; three of them of the head
make 67): before frames lay close together while heads move it had 40 at most. Templates for comparing faces and hashes of films are made of the even
frames alone, so that a close frame costs a detection and its landmarks: some three quarters of an even one. To find the face where it was in the frame
before would save most of that; the landmark net tells no hand from a face, though, and frames without a face are what exchanged prints are told by.
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

/** What the limit of a turn costs and keeps out. */
function limitsSection(records: readonly LivenessRecord[]): string {
  const named = [
    ...species.filter(({ name }) => name.startsWith('turns by')),
    ...species.filter(({ name }) => name === 'does what is asked' || name.startsWith('moves in 0.5 s')),
    ...species.filter(({ isAttack, name }) => isAttack && name.includes('print')),
  ].filter(({ name }) => records.some((record) => record.species === name));
  const cell = (of: readonly LivenessRecord[], nth: number): string => {
    const judged = of.map(({ byLimit }) => byLimit[nth] ?? []);
    const made = judged.filter((findings) =>
      findings.some(({ id, status }) => id === 'liveness.active' && status === 'passed'),
    ).length;
    return `${String(made)} · ${String(judged.filter(arePassed).length)}`;
  };
  return `## The limit of a turn

How many challenges count as **done** (\`liveness.active\` passes) · and how many **pass all** checks of liveness, for other limits than the policy's 18°.

${table(
  ['before the camera', 'challenges', ...triedLimits.map((limit) => `from ${String(limit)}°`)],
  named.map(({ name, isAttack }) => {
    const of = records.filter((record) => record.species === name);
    return [
      `${isAttack ? '' : '**genuine:** '}${name}`,
      of.length,
      ...triedLimits.map((_, nth) => cell(of, nth)),
    ];
  }),
)}

The limit **stays at 18°**. A lower one makes more small turns count as done, and no more of them pass: where a head is turned by 15° the nose moves by 0.09 to
0.14 against eyes and mouth, at 20° by 0.12 to 0.18, which is what prints bent at 1.8 eye distances measure too (0.10 to 0.15), and
relief and turn grow alike in both, so that neither tells a small turn from a bent print. The verdict would be another reason for the same look by an analyst. **A print that is bent at 1.4 eye distances and turned by
50° to both sides** reads as a head that is turned far, and its relief is a head's: no limit keeps it out. It answers turns and nothing else, so that the intake no longer draws
the two turns alone, which are what is asked of bent prints here. So the page asks for more instead: to turn until one ear is hidden, which takes some 30°. It has no net that finds faces, and
cannot tell a person how far they are.`;
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

And films that are no replay of frames. "The same pictures" are one rendered picture seen from elsewhere, with another hand: nearer to a replay than any camera's film of
another day, in which light, ground, face and angles differ as well. What comes nearest of real things is a photograph that is held before the camera again.

${table(['no replay', ...head.slice(1)], rows(false))}

So **the same photographs, shown again by another hand on another day, are told in every pair**, though it is not the same film, and somebody who sits in the
same place to 2 % of the picture's width, in the same light and with the same face, may be told too. Which of the three it is nobody knows from the hashes: the
sentence names all three, asks an analyst to look, and shows both sessions' frames beside each other. A film that is **seen here for the first time**, mirrored or not, is told by none of this: a mirrored face is nearly the
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
  // That the face was lost is told with a share, and not with how many strangers are as alike.
  return records.flatMap(
    ({ findings }) =>
      findings.find((finding) => finding.id === id && finding.reason !== 'face-lost')?.score ?? [],
  );
}

function range(values: readonly number[], digits: number, unit = ''): string {
  if (values.length === 0) return '–';
  return `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}${unit}`;
}
