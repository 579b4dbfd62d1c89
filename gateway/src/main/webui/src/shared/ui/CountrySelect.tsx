import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const codes =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VC VE VN VU WS YE ZA ZM ZW'.split(
    ' ',
  );

interface Props {
  label: string;
  /** ISO 3166-1 alpha-2, empty for none yet. */
  value: string;
  onChange: (country: string) => void;
  error?: string | undefined;
  required?: boolean;
}

/** The system's own list: the quickest one on a phone. */
export function CountrySelect({ label, value, onChange, error, required }: Props) {
  const { i18n } = useTranslation('common');
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
    return codes
      .map((code) => ({ value: code, label: names.of(code) ?? code }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  }, [i18n.language]);
  return (
    <NativeSelect
      label={label}
      size="md"
      value={value}
      error={error}
      {...(required ? { required } : {})}
      data={value ? options : [{ value: '', label: '—' }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
