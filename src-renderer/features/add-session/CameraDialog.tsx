import { Alert, Button, Group, Loader, Modal, Stack } from '@mantine/core';
import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import type { Side } from '#shared/domain/scenario.ts';

interface CameraDialogProps {
  readonly side: Side;
  readonly onPhoto: (photo: File) => void;
  readonly onClose: () => void;
}

type CameraFailure = 'denied' | 'missing' | 'busy';

function failureOf(error: unknown): CameraFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

/** Takes one picture with this machine's camera. */
export function CameraDialog({ side, onPhoto, onClose }: CameraDialogProps): ReactNode {
  const { t } = useLocalization();
  const video = useRef<HTMLVideoElement>(null);
  const [failure, setFailure] = useState<CameraFailure | null>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isGone = false;
    const start = async (): Promise<void> => {
      // Absent where the page is not a secure context.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (devices === undefined) throw new DOMException('no camera interface', 'NotFoundError');
      // 4K if there is one: print on a document needs every pixel; browsers give the nearest that the camera can.
      const opened = await devices.getUserMedia({
        video: {
          width: { ideal: 3840 },
          height: { ideal: 2160 },
          facingMode: side === 'selfie' ? 'user' : 'environment',
        },
        audio: false,
      });
      if (isGone) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      const element = video.current;
      if (element === null) return;
      element.srcObject = opened;
      await element.play();
      setReady(true);
    };
    start().catch((error: unknown) => {
      if (!isGone) setFailure(failureOf(error));
    });
    return () => {
      isGone = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [side]);

  async function take(): Promise<void> {
    const element = video.current;
    if (element === null) return;
    const canvas = new OffscreenCanvas(element.videoWidth, element.videoHeight);
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    // 0.95: the print stays free of JPEG's own noise, which checks of editing would see.
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    onPhoto(new File([blob], `${side}.jpg`, { type: 'image/jpeg' }));
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('camera.title', { side: t(`side.${side}`) })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        {failure === null ? (
          <div className="vd-camera">
            {!isReady && <Loader size="sm" aria-label={t('state.loading')} />}
            <video ref={video} playsInline muted aria-label={t('camera.preview')} hidden={!isReady} />
          </div>
        ) : (
          <Alert
            color="red"
            variant="light"
            role="alert"
            icon={<IconCameraOff size={20} aria-hidden />}
            title={t(`camera.${failure}`)}
          >
            {t(`camera.${failure}Text`)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            leftSection={<IconCamera size={16} aria-hidden />}
            disabled={!isReady}
            onClick={() => {
              void take();
            }}
          >
            {t('camera.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
