/** Names in a comment. Pure. */
interface Named {
  id: string;
  name: string;
}

/** Members whom a text names as `@name`; of two names that begin alike the longer one is meant. */
export function mentionedIn(text: string, members: readonly Named[]): string[] {
  const byLength = [...members].sort((one, other) => other.name.length - one.name.length);
  const found = new Set<string>();
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const rest = text.slice(at + 1);
    const member = byLength.find(({ name }) => name !== "" && rest.startsWith(name));
    if (member) found.add(member.id);
  }
  return [...found];
}

export interface Piece {
  text: string;
  isMention: boolean;
}

/** A text in pieces, its mentions apart. */
export function pieces(text: string, names: readonly string[]): Piece[] {
  const ordered = names.filter(Boolean).sort((one, other) => other.length - one.length);
  const found: Piece[] = [];
  const put = (piece: string, isMention: boolean) => {
    const last = found.at(-1);
    if (last && last.isMention === isMention && !isMention) last.text += piece;
    else if (piece) found.push({ text: piece, isMention });
  };
  let from = 0;
  while (from < text.length) {
    const at = text.indexOf("@", from);
    if (at < 0) break;
    const name = ordered.find((each) => text.startsWith(each, at + 1));
    const end = name ? at + 1 + name.length : at + 1;
    put(text.slice(from, name ? at : end), false);
    if (name) put(text.slice(at, end), true);
    from = end;
  }
  put(text.slice(from), false);
  return found;
}
