/** The bytes of result.json as `muscope run` writes them. */
export function resultText(result: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}

/** Lets the browser save a text under this name. */
export function saveText(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
