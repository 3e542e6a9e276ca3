import type { LabeledDocument } from '#cli/document-evaluation.ts';
import type { CorpusItem } from '../corpus.ts';

/** What is hidden by more than this, by a finger or beyond the frame, nobody can be asked to read. */
const leastVisible = 0.95;

/**
 * An item's truth as the measurement takes it. Of pictures with two documents only the outline is measured: which of them is meant
 * cannot be told from the picture.
 */
export function labelsOf({ name, document, pictures }: CorpusItem): LabeledDocument {
  const isAmbiguous = pictures.some(({ otherQuadsPx }) => otherQuadsPx.length > 0);
  const zones = pictures.flatMap(({ side, visibleShare }) =>
    side.mrz === null
      ? []
      : [{ lines: side.mrz.lines, isSeen: visibleShare(side.mrz.rectPx) >= leastVisible }],
  );
  const [zone] = zones;
  const barcodes = pictures.flatMap(({ side, visibleShare }) =>
    side.barcodes.filter(({ rectPx }) => visibleShare(rectPx) >= leastVisible).map(({ text }) => text),
  );
  const hasEveryBarcode = pictures.every(({ side, visibleShare }) =>
    side.barcodes.every(({ rectPx }) => visibleShare(rectPx) >= leastVisible),
  );
  return {
    name,
    type: isAmbiguous ? null : document.type,
    country: isAmbiguous ? null : document.country,
    mrzLines: isAmbiguous || zone?.isSeen === false ? null : (zone?.lines ?? []),
    barcodes: isAmbiguous ? null : barcodes,
    fields: isAmbiguous
      ? []
      : pictures.flatMap(({ side, visibleShare }) =>
          side.fields
            .filter(({ source, rectPx }) =>
              source === 'barcode'
                ? hasEveryBarcode
                : rectPx === null || visibleShare(rectPx) >= leastVisible,
            )
            .map(({ name: field, source, normalized }) => ({ name: field, source, value: normalized })),
        ),
    pictures: pictures.map((picture) => ({
      file: `${picture.name}.jpg`,
      side: picture.side.side,
      quadPx: picture.quadPx,
    })),
  };
}
