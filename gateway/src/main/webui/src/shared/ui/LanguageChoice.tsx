import { Checkbox, Group, NativeSelect } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLanguage, otherLanguages, usualLanguages } from '../format/languages';

interface Props {
  label: string;
  description?: string;
  /** BCP 47 tags. */
  value: readonly string[];
  /** The same function each time, or all is drawn again with each. */
  onChange: (languages: string[]) => void;
  error?: string | undefined;
}

/** Any number of languages by their names: the usual ones as boxes to tick, the others from the system's own list. */
export const LanguageChoice = memo(function LanguageChoice({ label, description, value, onChange, error }: Props) {
  const { t, i18n } = useTranslation('common');
  // What was chosen from the list stays there to be ticked again.
  const [listed, setListed] = useState<readonly string[]>(value);
  const ticked = [...new Set([...listed, ...value, ...usualLanguages])];
  const name = (tag: string) => formatLanguage(tag, i18n.language);
  const others = useMemo(
    () =>
      otherLanguages
        .map((tag) => ({ value: tag, label: formatLanguage(tag, i18n.language) }))
        .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
    [i18n.language],
  );
  const add = (tag: string) => {
    setListed([...listed, tag]);
    onChange([...value, tag]);
  };
  return (
    <Checkbox.Group
      label={label}
      {...(description ? { description } : {})}
      value={[...value]}
      onChange={onChange}
      error={error}
    >
      <Group mt="xs" gap="xs">
        {ticked.map((tag) => (
          <Checkbox key={tag} value={tag} label={name(tag)} size="md" py={8} pr="xs" />
        ))}
      </Group>
      <NativeSelect
        aria-label={t('otherLanguage')}
        size="md"
        mt="xs"
        maw={300}
        value=""
        data={[{ value: '', label: t('otherLanguage') }, ...others.filter((one) => !ticked.includes(one.value))]}
        onChange={(event) => event.currentTarget.value && add(event.currentTarget.value)}
      />
    </Checkbox.Group>
  );
});
