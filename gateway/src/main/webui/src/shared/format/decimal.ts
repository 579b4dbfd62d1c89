/** {@return an amount as the API takes it: people of many languages write the decimals behind a comma} */
export function decimal(text: string): string {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? plain : text.trim();
}
