/** What the first step asked for. In memory only: it holds a password. */
import { createContext, useContext } from "react";

export interface AccountDraft {
  company: string;
  name: string;
  email: string;
  password: string;
}

export interface SignUpDraft {
  account: AccountDraft | null;
  /** Id of a pack. */
  pack: string | null;
  /** Why the server refused the account, to be told in the first step. */
  refusal: unknown;
  keepAccount: (account: AccountDraft) => void;
  keepPack: (pack: string) => void;
  refuse: (refusal: unknown) => void;
}

export const SignUpContext = createContext<SignUpDraft | null>(null);

export function useSignUpDraft(): SignUpDraft {
  const draft = useContext(SignUpContext);
  if (!draft) throw new Error("outside SignUpLayout");
  return draft;
}
