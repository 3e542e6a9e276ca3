import { closeCamera, type CameraProblem } from './camera.ts';
import { createUuid } from './lib/uuid.ts';
import { cameraProblemScreen } from './screens/camera-problem.ts';
import { cameraScreen } from './screens/camera.ts';
import { instructionsScreen, type InstructionsAction } from './screens/instructions.ts';
import { openCameraOn, openingScreen } from './screens/opening.ts';
import { isDocument, type Place } from './screens/parts.ts';
import { previewScreen } from './screens/preview.ts';
import type { Stage } from './stage.ts';

/** A picture that the person wants to send. */
export interface Picture {
  /** Made once, and kept for every try to send it. */
  readonly captureId: string;
  readonly file: Blob;
}

/** Instructions, camera or file, a look at the picture: until the person has one that they want to send. */
export async function capturePicture(stage: Stage, place: Place): Promise<Picture> {
  const facing = isDocument(place) ? 'environment' : 'user';
  for (let wantsCamera = false; ;) {
    const start: InstructionsAction = wantsCamera
      ? { kind: 'camera' }
      : await stage.show(instructionsScreen(place));
    wantsCamera = false;
    const got: Blob | undefined = start.kind === 'file' ? start.file : await fromCamera(stage, place, facing);
    if (got === undefined) continue;
    const name = got instanceof File ? got.name : '';
    if ((await stage.show(previewScreen(place, got, name))) === 'use')
      return { captureId: createUuid(), file: got };
    wantsCamera = !(got instanceof File);
  }
}

/** What the camera took, or the file that was chosen instead of it; undefined when the person closed the camera. */
async function fromCamera(
  stage: Stage,
  place: Place,
  facing: 'environment' | 'user',
): Promise<Blob | undefined> {
  for (let isLostAgain = false; ;) {
    const opened = await openCameraOn(stage, facing, openingScreen(facing));
    if (opened instanceof File) return opened;
    if (!opened.ok) {
      const file = await withoutCamera(stage, opened.problem, facing);
      if (file !== undefined) return file;
      isLostAgain = false;
      continue;
    }
    try {
      const action = await stage.show(cameraScreen(place, opened.stream, facing));
      if (action.kind === 'close') return undefined;
      if (action.kind === 'lost') {
        // To open it again tells why, or gives it back; a camera that goes for a second time has to be asked for.
        const file = isLostAgain ? await withoutCamera(stage, 'busy', facing) : undefined;
        if (file !== undefined) return file;
        isLostAgain = !isLostAgain;
        continue;
      }
      return action.kind === 'taken' ? action.picture : action.file;
    } finally {
      closeCamera(opened.stream);
    }
  }
}

/** A file, or undefined to try the camera again. */
async function withoutCamera(
  stage: Stage,
  problem: CameraProblem,
  facing: 'environment' | 'user',
): Promise<File | undefined> {
  const action = await stage.show(cameraProblemScreen(problem, facing));
  return action.kind === 'file' ? action.file : undefined;
}
