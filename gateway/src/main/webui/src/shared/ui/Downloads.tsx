import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../api/download';
import { ProblemNotice } from './states';

interface Props {
  /** Without the format, which goes behind it as a parameter. */
  url: string;
  /** Of the file, without its ending. */
  name: string;
  formats?: readonly ('PDF' | 'CSV')[];
  disabled?: boolean;
}

/** A document to keep, in the formats that it comes in. */
export function Downloads({ url, name, formats = ['PDF', 'CSV'], disabled = false }: Props) {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const get = async (format: string) => {
    setBusy(format);
    setFailure(null);
    try {
      await download(`${url}${url.includes('?') ? '&' : '?'}format=${format}`, `${name}.${format.toLowerCase()}`);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy('');
    }
  };
  return (
    <Stack gap="sm">
      <Group>
        {formats.map((format) => (
          <Button
            key={format}
            variant="default"
            size="md"
            disabled={disabled}
            loading={busy === format}
            onClick={() => get(format)}
          >
            {t('download', { format })}
          </Button>
        ))}
      </Group>
      {failure !== null && <ProblemNotice failure={failure} />}
    </Stack>
  );
}
