import { afterAll, expect, it } from 'vitest';
import { changeLanguage } from '../shared/i18n/i18n';
import { loginUrl } from './login-url';

afterAll(() => changeLanguage('en'));

it('asks for the login page in the language that is read here', async () => {
  await changeLanguage('ca');
  expect(loginUrl('/worker/money?a=b')).toBe('/session/login?return=%2Fworker%2Fmoney%3Fa%3Db&ui_locales=ca');
});
