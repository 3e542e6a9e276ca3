import QRCode from 'qrcode';
import { useMemo, type ReactNode } from 'react';

/** Light modules around the code that ISO/IEC 18004 asks for. */
const quietZone = 4;

/** `text` as a QR code, drawn here: no service ever sees it. Dark on white in both themes, since not every reader takes the inverse. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { size, path } = useMemo(() => {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
    let drawn = '';
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        if (modules.get(row, column) === 1)
          drawn += `M${String(column + quietZone)} ${String(row + quietZone)}h1v1h-1z`;
    return { size: modules.size + 2 * quietZone, path: drawn };
  }, [text]);
  return (
    <svg
      className="vd-qr"
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
