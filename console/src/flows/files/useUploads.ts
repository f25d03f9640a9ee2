import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { isProblem } from "../../api/problem";
import { askAnew } from "../card/useCardMove";
import { uploadFile } from "./calls";

export interface Upload {
  key: string;
  name: string;
  /** 0 to 1. */
  share: number;
  error: unknown;
}

let made = 0;

/** Files that are being sent to a card; those that failed stay until they are put away. */
export function useUploads(runId: string, cardId: string) {
  const cache = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const put = (key: string, change: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const forget = (key: string) => {
    stops.current.get(key)?.abort();
    setUploads((all) => all.filter((each) => each.key !== key));
  };
  const add = async (file: File) => {
    made += 1;
    const key = `upload-${made}`;
    const stop = new AbortController();
    stops.current.set(key, stop);
    setUploads((all) => [...all, { key, name: file.name, share: 0, error: null }]);
    try {
      await uploadFile(cardId, file, (share) => put(key, { share }), stop.signal);
      forget(key);
    } catch (error) {
      // Stopped by hand: its line is gone already.
      if (!stop.signal.aborted && !isProblem(error, "aborted")) put(key, { error });
    } finally {
      stops.current.delete(key);
      askAnew(cache, runId);
    }
  };
  return {
    uploads,
    forget,
    add: (files: Iterable<File>) => {
      for (const file of files) void add(file);
    },
  };
}
