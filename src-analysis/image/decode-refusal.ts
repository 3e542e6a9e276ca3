/**
 * Why a file was refused before analysis. Every code is the sender's to mend (take another picture, send another
 * file) except `timed-out`, which a calmer machine may accept.
 *
 * - `empty-file`: no bytes.
 * - `unknown-format`: by its first bytes not a picture, whatever its name says.
 * - `unsupported-format`: a picture of a kind we do not take (GIF, TIFF, BMP, SVG, JPEG XL …).
 * - `animated`: several frames, of which none is the capture.
 * - `truncated`: the file ends before the picture does.
 * - `damaged`: complete, but it does not decode.
 * - `too-many-bytes`, `too-many-pixels`, `too-small`: outside the limits, found before any pixel is decoded.
 * - `timed-out`: the decoder was stopped.
 * - `pdf-encrypted`, `pdf-no-pages`: a PDF that needs a password; one without the page asked for.
 */
export type DecodeRefusal =
  | 'empty-file'
  | 'unknown-format'
  | 'unsupported-format'
  | 'animated'
  | 'truncated'
  | 'damaged'
  | 'too-many-bytes'
  | 'too-many-pixels'
  | 'too-small'
  | 'timed-out'
  | 'pdf-encrypted'
  | 'pdf-no-pages';
