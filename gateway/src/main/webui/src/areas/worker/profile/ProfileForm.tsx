import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { CountrySelect } from '../../../shared/ui/CountrySelect';
import { LanguageChoice } from '../../../shared/ui/LanguageChoice';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Profile, profileKey } from './profile';

export default function ProfileForm({ profile }: { profile: Profile | null }) {
  const { t, i18n } = useTranslation('worker');
  const { who } = useSession();
  const queries = useQueryClient();
  const [displayName, setDisplayName] = useState(profile?.displayName ?? who?.name ?? '');
  const [country, setCountry] = useState(profile?.country ?? '');
  const [languages, setLanguages] = useState<readonly string[]>(profile?.languages ?? [i18n.language]);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/v1/me', {
          body: {
            displayName,
            country,
            languages: [...languages],
            ...(profile?.subdivision && profile.country === country ? { subdivision: profile.subdivision } : {}),
          },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(profileKey, saved);
      return queries.invalidateQueries({ queryKey: ['worker', 'offers'] });
    },
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (languages.length > 0) save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} maw={480}>
      <TextInput
        label={t('profile.name')}
        description={t('profile.nameNote')}
        size="md"
        required
        maxLength={80}
        value={displayName}
        error={problem?.fault('/displayName')}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <CountrySelect
        label={t('profile.country')}
        required
        value={country}
        onChange={setCountry}
        error={problem?.fault('/country')}
      />
      <LanguageChoice
        label={t('profile.languages')}
        value={languages}
        onChange={setLanguages}
        error={tried && languages.length === 0 ? t('profile.languagesNeeded') : problem?.fault('/languages')}
      />
      {save.error && <ProblemNotice failure={save.error} />}
      <Group>
        <Button type="submit" size="md" loading={save.isPending}>
          {t('profile.save')}
        </Button>
        {save.isSuccess && <Text role="status">{t('common:saved')}</Text>}
      </Group>
    </Stack>
  );
}
