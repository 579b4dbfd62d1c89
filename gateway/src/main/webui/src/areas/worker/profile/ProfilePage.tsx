import { Divider, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OwnData } from './OwnData';
import { PayoutMethodForm } from './PayoutMethodForm';
import ProfileForm from './ProfileForm';
import { useProfile } from './profile';

export default function ProfilePage() {
  const { t } = useTranslation('worker');
  const { data } = useProfile();
  return (
    <Stack gap="xl">
      <Title order={1} size="h2">
        {t('profile.title')}
      </Title>
      {data && <ProfileForm profile={data} />}
      <Divider />
      <PayoutMethodForm />
      <Divider />
      <OwnData />
    </Stack>
  );
}
