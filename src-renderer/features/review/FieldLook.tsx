import type { CSSProperties, ReactNode } from 'react';
import type { DocumentField } from '#shared/domain/analysis.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useMayRead } from '../../app/use-auth.ts';
import { flatUrl, type FlatRequest } from '../../rpc/image-url.ts';
import { CutOut } from '../../ui/CropImage.tsx';
import { Personal } from '../../ui/Personal.tsx';
import type { CaptureView } from './review-model.ts';
import { placeInCut, uprightCut } from './upright-cut.ts';

interface FieldLookProps {
  readonly reading: DocumentField;
  readonly picture: CaptureView;
}

/** A field as it stands in the picture, and under it its characters, each with a bar as high as it is sure. */
export function FieldLook({ reading, picture }: FieldLookProps): ReactNode {
  const mayReadImages = useMayRead('images');
  const cut = uprightCut(picture, reading.regionPx);
  const places = mayReadImages ? placesUnder(cut, reading) : null;
  return (
    <span className="vd-field-look" style={aspectStyle(cut)}>
      {mayReadImages && <CutOut className="vd-field-cut" url={flatUrl(reading.captureId, cut, 640)} alt="" />}
      <Characters reading={reading} places={places} />
    </span>
  );
}

/** Closer to each other than this share of the cut-out the characters would run into each other: 6 of some 280 pixels. */
const leastStep = 0.022;

/** Where each character's middle is along the cut-out; `null` where they do not stand in one line there. */
function placesUnder(cut: FlatRequest, { characters }: DocumentField): readonly number[] | null {
  const places: number[] = [];
  for (const { regionPx } of characters) {
    if (regionPx === undefined) return null;
    const middle = { x: regionPx.x + regionPx.width / 2, y: regionPx.y + regionPx.height / 2 };
    const { x } = placeInCut(cut, middle);
    if (x < 0 || x > 1 || x - (places.at(-1) ?? -1) < leastStep) return null;
    places.push(x);
  }
  return places;
}

function aspectStyle({ size }: FlatRequest): CSSProperties {
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--cut-aspect': (size.width / size.height).toFixed(3),
  };
  return style;
}

interface CharactersProps {
  readonly reading: DocumentField;
  readonly places: readonly number[] | null;
}

function Characters({ reading, places }: CharactersProps): ReactNode {
  const { t } = useLocalization();
  if (reading.characters.length === 0) return null;
  return (
    <Personal className={places === null ? 'vd-characters' : 'vd-characters vd-characters-placed'}>
      {reading.characters.map(({ char, confidence }, index) => (
        <span
          // Characters have no identity but their place.
          key={index}
          className="vd-character"
          data-band={confidence >= 0.9 ? 'high' : confidence >= 0.7 ? 'middle' : 'low'}
          title={t('document.characterConfidence', { percent: Math.floor(confidence * 1000) / 10 })}
          style={places === null ? undefined : { left: `${((places[index] ?? 0) * 100).toFixed(2)}%` }}
        >
          {char}
          <span aria-hidden className="vd-character-bar">
            <span style={{ height: `${Math.max(1, Math.floor(confidence * 100)).toString()}%` }} />
          </span>
        </span>
      ))}
    </Personal>
  );
}
