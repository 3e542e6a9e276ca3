import { IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { listedPersonUrl } from '../../rpc/find-faces.ts';
import { CutOut } from '../../ui/CropImage.tsx';

interface PersonPictureProps {
  readonly person: ListedPerson;
  readonly className: string;
}

/** The kept photograph of somebody on a list; a shape where none is kept. */
export function PersonPicture({ person, className }: PersonPictureProps): ReactNode {
  const { t } = useLocalization();
  const name = person.details?.name ?? t('persons.nameWithheld');
  if (!person.hasPicture)
    return (
      <span className={`vd-crop vd-crop-missing ${className}`} role="img" aria-label={t('persons.noPhoto')}>
        <IconUser size={20} stroke={1.4} aria-hidden />
      </span>
    );
  return (
    <CutOut className={className} url={listedPersonUrl(person.personId)} alt={t('persons.photo', { name })} />
  );
}
