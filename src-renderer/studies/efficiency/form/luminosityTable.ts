/** `430001: 0.1, 430002: 0.2` as a table of run to fb^-1; what is wrong with the text otherwise. */
export function readTable(text: string): Record<string, number> | string {
  const rows = text.split(/[,;\n]/).map((row) => row.trim());
  const filled = rows.filter((row) => row !== '');
  const table: Record<string, number> = {};
  for (const row of filled) {
    const found = /^(\d+)\s*[: ]\s*(\S+)$/.exec(row);
    const value = found ? Number(found[2]) : NaN;
    if (!found || !(value >= 0) || !Number.isFinite(value)) return `"${row}" is no run: fb⁻¹`;
    table[found[1]] = value;
  }
  return filled.length === 0 ? 'at least one run: fb⁻¹ is needed' : table;
}
