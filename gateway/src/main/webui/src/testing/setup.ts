import { beforeAll } from 'vitest';
import { changeLanguage, i18n, startI18n } from '../shared/i18n/i18n';

beforeAll(async () => {
  if (!i18n.isInitialized) await startI18n();
  await changeLanguage('en');
});
