/** Names of the elements of an XML text; throws where it is not well-formed (nesting, attributes, references, characters). */
export function elementsOf(xml: string): Set<string> {
  const names = new Set<string>();
  const open: string[] = [];
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml) || !xml.isWellFormed())
    throw new Error('forbidden character');
  const tag = /<(\/?)([a-z:]+)((?:\s+[A-Za-z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|</gy;
  for (let match = tag.exec(xml); match !== null; match = tag.exec(xml)) {
    const [whole, closing, name, attributes, empty, text] = match;
    const content = text ?? attributes;
    if (whole === '<') throw new Error(`stray < at ${match.index}`);
    if (/&(?!#\d+;)/.test(content ?? '')) throw new Error(`bare & at ${match.index}`);
    if (text !== undefined) continue;
    names.add(name!);
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> at ${match.index} closes another element`);
    } else if (!empty) open.push(name!);
  }
  if (open.length > 0) throw new Error(`unclosed ${open.join(' ')}`);
  return names;
}
