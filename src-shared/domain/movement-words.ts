import type { Language } from './language.ts';
import type { LivenessAction } from './liveness.ts';

/** Movements before the camera as nouns, for sentences about them. */
export const movementTitles: Readonly<Record<Language, Readonly<Record<LivenessAction, string>>>> = {
  en: {
    'turn-left': 'turn to the person’s left',
    'turn-right': 'turn to the person’s right',
    'look-up': 'look up',
    blink: 'blink',
    smile: 'smile',
  },
  ru: {
    'turn-left': 'поворот налево от человека',
    'turn-right': 'поворот направо от человека',
    'look-up': 'взгляд вверх',
    blink: 'моргание',
    smile: 'улыбка',
  },
};
